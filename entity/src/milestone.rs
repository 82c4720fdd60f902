//! A point that a project reaches by a day that the client was told.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, membership, phase, project,
    value::{Id, Keyed, Kind},
};

choice! {
    /// How far a milestone is.
    MilestoneStatus {
        /// Not reached.
        Planned = "PLANNED",
        /// Reached; the client has not accepted it yet.
        Achieved = "ACHIEVED",
        /// Reached, and accepted by the client.
        ClientAccepted = "CLIENT_ACCEPTED",
        /// Reached, and refused by the client.
        Rejected = "REJECTED",
    }
}

/// A point that a project reaches by a day that the client was told.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "milestones")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub project_id: Id<project::Entity>,
    pub phase_id: Option<Id<phase::Entity>>,
    pub name: String,
    /// The name, folded for sorting.
    pub name_key: String,
    pub acceptance_criteria: Option<String>,
    pub status: MilestoneStatus,
    pub status_reason: Option<String>,
    /// The day the client was told.
    pub committed_on: NaiveDate,
    /// The day we now expect.
    pub forecast_on: NaiveDate,
    pub achieved_on: Option<NaiveDate>,
    pub client_accepted_on: Option<NaiveDate>,
    /// Who recorded the acceptance.
    pub accepted_by: Option<Id<membership::Entity>>,
    pub weight_bps: i32,
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
    const KIND: Kind = Kind::Milestone;
}
