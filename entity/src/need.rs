//! Something a client needs or is interested in, with the evidence for it.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, client, membership,
    value::{Id, Keyed, Kind},
};

choice! {
    /// Whether a client must have it or would like it.
    NeedKind {
        /// Must have it.
        Need = "NEED",
        /// Would like it.
        Interest = "INTEREST",
    }
}

choice! {
    /// How urgent something is.
    Priority {
        /// Can wait.
        Low = "LOW",
        /// In its turn.
        Normal = "NORMAL",
        /// Before others.
        High = "HIGH",
        /// At once.
        Urgent = "URGENT",
    }
}

choice! {
    /// How far a need is on the way from seen to met.
    NeedStatus {
        /// Seen by us.
        Identified = "IDENTIFIED",
        /// Confirmed by the client.
        Confirmed = "CONFIRMED",
        /// Answered by an offer or by work.
        Addressed = "ADDRESSED",
        /// Met, by a measure or by the client's word.
        Verified = "VERIFIED",
        /// Given up.
        Dropped = "DROPPED",
    }
}

/// Something a client needs or is interested in, with the evidence for it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "needs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub client_id: Id<client::Entity>,
    pub kind: NeedKind,
    pub statement: String,
    pub priority: Priority,
    pub status: NeedStatus,
    pub status_reason: Option<String>,
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
    const KIND: Kind = Kind::Need;
}
