//! A field that an agency added to a kind of record.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, membership,
    value::{Id, Keyed, Kind},
};

choice! {
    /// What a field of the agency holds.
    CustomFieldType {
        /// A text of at most 500 characters.
        Text = "TEXT",
        /// A decimal number, sent as a string.
        Number = "NUMBER",
        /// A day.
        Date = "DATE",
        /// Yes or no.
        Boolean = "BOOLEAN",
        /// One of the options.
        Choice = "CHOICE",
    }
}

/// A field that an agency added to a kind of record.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "custom_fields")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    /// The GraphQL type that has the field.
    pub kind: String,
    pub key: String,
    pub label: String,
    pub value_type: CustomFieldType,
    /// The words of a CHOICE.
    #[sea_orm(column_type = "JsonBinary")]
    pub options: Json,
    pub required: bool,
    pub position: i32,
    /// Grows by one with every change.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    /// Who made it; none for what the system made.
    pub created_by: Option<Id<membership::Entity>>,
    pub updated_at: DateTime<Utc>,
    /// When it was put out of sight.
    pub archived_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::CustomField;
}
