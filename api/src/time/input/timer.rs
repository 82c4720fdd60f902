use async_graphql::InputObject;
use entity::{phase, project, task, timer, value::Id, work_role};

use super::CATEGORY;
use crate::kernel::{
    check::{Checks, NOTE},
    error::Result,
};

/// What the caller begins to work on.
#[derive(Clone, Debug, InputObject)]
pub struct TimerStartInput {
    /// The project.
    pub project_id: Id<project::Entity>,
    /// The phase, of the same project; that of the task when left out.
    pub phase_id: Option<Id<phase::Entity>>,
    /// The task, of the same project.
    pub task_id: Option<Id<task::Entity>>,
    /// What they work as.
    pub work_role_id: Option<Id<work_role::Entity>>,
    /// The category of the work, at most 64 characters.
    pub category: Option<String>,
    /// Whether the client pays for it; true when left out.
    pub billable: Option<bool>,
    /// What is being done.
    pub note: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which timer to stop.
#[derive(Clone, Debug, InputObject)]
pub struct TimerStopInput {
    /// Which timer: the caller's own.
    pub id: Id<timer::Entity>,
    /// Refuse if the timer has another version.
    pub expected_version: Option<i32>,
    /// What was done, in place of the timer's note.
    pub note: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which timer to discard.
#[derive(Clone, Debug, InputObject)]
pub struct TimerDiscardInput {
    /// Which timer: the caller's own.
    pub id: Id<timer::Entity>,
    /// Refuse if the timer has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl TimerStartInput {
    /// Checks the form of the input.
    pub(in crate::time) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("category", self.category.as_ref(), CATEGORY);
        checks.opt_text("note", self.note.as_ref(), NOTE);
        checks.done()
    }
}

impl TimerStopInput {
    /// Checks the form of the input.
    pub(in crate::time) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("note", self.note.as_ref(), NOTE);
        checks.done()
    }
}
