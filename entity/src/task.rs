//! A piece of work in a project.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, event, membership, need, phase, project,
    value::{Id, Keyed, Kind},
};

choice! {
    /// How far a task is.
    TaskStatus {
        /// Not begun.
        Todo = "TODO",
        /// Being worked on.
        Doing = "DOING",
        /// Cannot go on.
        Blocked = "BLOCKED",
        /// Finished.
        Done = "DONE",
        /// Given up.
        Cancelled = "CANCELLED",
    }
}

/// A piece of work in a project.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tasks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub project_id: Id<project::Entity>,
    pub phase_id: Option<Id<phase::Entity>>,
    pub name: String,
    /// The name, folded for sorting.
    pub name_key: String,
    pub description: Option<String>,
    pub status: TaskStatus,
    pub status_reason: Option<String>,
    pub estimate_minutes: Option<i32>,
    pub remaining_minutes: Option<i32>,
    /// Progress in hundredths of a percent.
    pub percent_bps: i32,
    pub starts_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub done_at: Option<DateTime<Utc>>,
    pub priority: need::Priority,
    pub visibility: event::Visibility,
    pub position: i32,
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
    const KIND: Kind = Kind::Task;
}
