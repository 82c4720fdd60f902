//! A part of a project with its own dates.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, membership, project,
    value::{Id, Keyed, Kind},
};

choice! {
    /// How far a phase is.
    PhaseStatus {
        /// Not begun.
        Planned = "PLANNED",
        /// Being worked on.
        Active = "ACTIVE",
        /// Finished.
        Done = "DONE",
        /// Given up.
        Cancelled = "CANCELLED",
    }
}

choice! {
    /// How the progress of a phase is found.
    PercentCompleteMethod {
        /// Set by hand.
        Manual = "MANUAL",
        /// Tasks done of all tasks.
        TaskCount = "TASK_COUNT",
        /// Estimated minutes of tasks done of those of all tasks.
        TaskWeight = "TASK_WEIGHT",
        /// Minutes worked of minutes worked and remaining.
        Effort = "EFFORT",
        /// A milestone counts when it is achieved.
        Milestone0100 = "MILESTONE_0_100",
        /// Half of a milestone counts when its work begins, half when it is achieved.
        Milestone5050 = "MILESTONE_50_50",
    }
}

/// A part of a project with its own dates.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "phases")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub project_id: Id<project::Entity>,
    pub position: i32,
    pub name: String,
    /// The name, folded for sorting.
    pub name_key: String,
    pub goal: Option<String>,
    pub status: PhaseStatus,
    pub status_reason: Option<String>,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub percent_complete_method: PercentCompleteMethod,
    /// Progress by hand, in hundredths of a percent.
    pub percent_bps: Option<i32>,
    pub weight: i32,
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
    const KIND: Kind = Kind::Phase;
}
