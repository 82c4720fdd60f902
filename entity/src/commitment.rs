//! Money or time that is promised to somebody and not yet used.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use uuid::Uuid;

use crate::{
    agency, budget, choice, membership, phase, project,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// How far a commitment is.
    CommitmentStatus {
        /// It exceeds its budget and waits for somebody to approve it; it does not count yet.
        Pending = "PENDING",
        /// It counts as committed as far as it is neither consumed nor released.
        Open = "OPEN",
        /// All of it is consumed or released.
        Closed = "CLOSED",
    }
}

/// Money or time that is promised to somebody and not yet used.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commitments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub budget_id: Id<budget::Entity>,
    pub project_id: Id<project::Entity>,
    pub phase_id: Option<Id<phase::Entity>>,
    /// The person it was promised to.
    pub member_id: Option<Id<membership::Entity>>,
    /// Whom else it was promised to.
    pub vendor: Option<String>,
    pub description: String,
    pub status: CommitmentStatus,
    pub status_reason: Option<String>,
    /// In minor units or minutes.
    pub amount: i64,
    /// What costs have used of it.
    pub consumed: i64,
    /// What was given back.
    pub released: i64,
    /// The currency of its amounts; none when they are minutes.
    pub currency: Option<CurrencyCode>,
    /// The type of the record that it was made for.
    pub source_kind: Option<String>,
    pub source_id: Option<Uuid>,
    /// Grows by one with every change.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    /// Who made it; none for what the system made.
    pub created_by: Option<Id<membership::Entity>>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::Commitment;
}
