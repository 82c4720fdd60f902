//! One entry of the history: who did what to which record, written with the change itself.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};
use uuid::Uuid;

use crate::{
    agency, choice, membership,
    value::{Id, Keyed, Kind},
};

choice! {
    /// Who of both sides may see it.
    Visibility {
        /// The agency only.
        Internal = "INTERNAL",
        /// The client too.
        Shared = "SHARED",
    }
}

/// One entry of the history: who did what to which record, written with the change itself.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    /// Grows by one within the agency.
    pub seq: i64,
    /// The writing transaction's number on PostgreSQL, 0 on SQLite: readers wait for older ones.
    pub transaction_id: i64,
    /// For example client.created.
    pub event_type: String,
    pub occurred_at: DateTime<Utc>,
    /// Who did it; none for the system.
    pub actor_id: Option<Id<membership::Entity>>,
    /// The GraphQL type of the record.
    pub subject_kind: String,
    pub subject_id: Uuid,
    pub subject_version: Option<i32>,
    /// Names of the fields that changed.
    #[sea_orm(column_type = "JsonBinary")]
    pub changed_fields: Json,
    /// The client it concerns.
    pub client_id: Option<Uuid>,
    /// The project it concerns.
    pub project_id: Option<Uuid>,
    pub visibility: Visibility,
    pub reason: Option<String>,
    pub request_id: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::Event;
}
