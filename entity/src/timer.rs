//! A clock that runs while somebody works: stopped, it becomes a time entry.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, membership, phase, project, task,
    value::{Id, Keyed, Kind},
    work_role,
};

/// A clock that runs while somebody works: stopped, it becomes a time entry.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "timers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub member_id: Id<membership::Entity>,
    pub project_id: Id<project::Entity>,
    pub phase_id: Option<Id<phase::Entity>>,
    pub task_id: Option<Id<task::Entity>>,
    pub work_role_id: Option<Id<work_role::Entity>>,
    pub category: Option<String>,
    pub billable: bool,
    pub note: Option<String>,
    pub started_at: DateTime<Utc>,
    /// When it was stopped or discarded; none while it runs.
    pub stopped_at: Option<DateTime<Utc>>,
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
    const KIND: Kind = Kind::Timer;
}
