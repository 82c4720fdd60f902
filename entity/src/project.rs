//! Work done for a client.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, client, event, membership,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// How far a project is.
    ProjectStatus {
        /// Not begun.
        Planned = "PLANNED",
        /// Being worked on.
        Active = "ACTIVE",
        /// Interrupted.
        OnHold = "ON_HOLD",
        /// All is delivered.
        Delivered = "DELIVERED",
        /// Settled; nothing more is booked on it.
        Closed = "CLOSED",
        /// Given up.
        Cancelled = "CANCELLED",
    }
}

choice! {
    /// How a project stands, by its manager's judgement.
    Rag {
        /// All to plan.
        Green = "GREEN",
        /// In danger.
        Amber = "AMBER",
        /// In trouble.
        Red = "RED",
    }
}

/// Work done for a client.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "projects")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub client_id: Id<client::Entity>,
    /// Short and unique in the agency.
    pub code: String,
    pub name: String,
    /// The name, folded for sorting.
    pub name_key: String,
    pub description: Option<String>,
    pub manager_id: Option<Id<membership::Entity>>,
    pub status: ProjectStatus,
    pub status_reason: Option<String>,
    pub rag: Rag,
    pub rag_note: Option<String>,
    pub currency: CurrencyCode,
    pub visibility: event::Visibility,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    /// Values of the agency's own fields, by key.
    #[sea_orm(column_type = "JsonBinary")]
    pub custom_fields: Json,
    /// Grows by one with every change.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    /// Who made it; none for what the system made.
    pub created_by: Option<Id<membership::Entity>>,
    pub updated_at: DateTime<Utc>,
    /// When it was put out of sight.
    pub archived_at: Option<DateTime<Utc>>,
    /// Folded text that it is found by.
    pub search: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::Project;
}
