use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    milestone::{self, MilestoneStatus},
    phase, project,
    value::{Date, Id},
};

use super::WHOLE_BPS;
use crate::kernel::{
    check::{Checks, NAME, NOTE, TEXT},
    error::{Result, UserError},
};

/// The milestone to make.
#[derive(Clone, Debug, InputObject)]
pub struct MilestoneCreateInput {
    /// The project.
    pub project_id: Id<project::Entity>,
    /// The phase it is reached in, of the same project.
    pub phase_id: Option<Id<phase::Entity>>,
    /// What it is called, at most 200 characters.
    pub name: String,
    /// What the client accepts it by.
    pub acceptance_criteria: Option<String>,
    /// The day the client is told. Later it moves only with the client's consent.
    pub committed_on: Date,
    /// The day it is now expected; the day the client is told when left out.
    pub forecast_on: Option<Date>,
    /// How much it counts in the progress of its phase, in hundredths of a percent; 0 when left out.
    pub weight_bps: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a milestone. What is left out stays; null clears. The day the client was told is moved by
/// milestoneCommitmentMove only.
#[derive(Clone, Debug, InputObject)]
pub struct MilestoneUpdateInput {
    /// Which milestone.
    pub id: Id<milestone::Entity>,
    /// Refuse if the milestone has another version.
    pub expected_version: Option<i32>,
    /// The phase it is reached in, of the same project.
    pub phase_id: MaybeUndefined<Id<phase::Entity>>,
    /// What it is called.
    pub name: MaybeUndefined<String>,
    /// What the client accepts it by.
    pub acceptance_criteria: MaybeUndefined<String>,
    /// The day it is now expected.
    pub forecast_on: MaybeUndefined<Date>,
    /// How much it counts in the progress of its phase, in hundredths of a percent.
    pub weight_bps: MaybeUndefined<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Where a milestone goes from the state it is in.
#[derive(Clone, Debug, InputObject)]
pub struct MilestoneTransitionInput {
    /// Which milestone.
    pub id: Id<milestone::Entity>,
    /// Refuse if the milestone has another version.
    pub expected_version: i32,
    /// The state it goes to: one of allowedTransitions.
    pub to: MilestoneStatus,
    /// The day it was reached or accepted, not ahead; today when left out. A portal user's answer is always of today.
    pub on: Option<Date>,
    /// Why; kept with the state and in the history. Needed for REJECTED.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// The day that the client agreed to be told instead.
#[derive(Clone, Debug, InputObject)]
pub struct MilestoneCommitmentMoveInput {
    /// Which milestone.
    pub id: Id<milestone::Entity>,
    /// Refuse if the milestone has another version.
    pub expected_version: i32,
    /// The new day.
    pub committed_on: Date,
    /// Who of the client agreed, when and why; kept in the history.
    pub reason: String,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which milestone to archive or bring back.
#[derive(Clone, Debug, InputObject)]
pub struct MilestoneArchiveInput {
    /// Which milestone.
    pub id: Id<milestone::Entity>,
    /// Refuse if the milestone has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl MilestoneCreateInput {
    /// Checks the form of the input.
    pub(in crate::projects) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("name", &self.name, NAME);
        checks.opt_text("acceptanceCriteria", self.acceptance_criteria.as_ref(), TEXT);
        checks.range("weightBps", self.weight_bps, 0, WHOLE_BPS);
        checks.done()
    }
}

impl MilestoneUpdateInput {
    /// Checks the form of the input.
    pub(in crate::projects) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("name", &self.name);
        checks.not_cleared("forecastOn", &self.forecast_on);
        checks.not_cleared("weightBps", &self.weight_bps);
        checks.patch_text("name", &self.name, NAME);
        checks.patch_text("acceptanceCriteria", &self.acceptance_criteria, TEXT);
        checks.range("weightBps", self.weight_bps.value().copied(), 0, WHOLE_BPS);
        checks.done()
    }
}

impl MilestoneTransitionInput {
    /// Checks the form of the input.
    pub(in crate::projects) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        match (&self.reason, self.to) {
            (None, MilestoneStatus::Rejected) => checks.fault(UserError::required("input.reason")),
            (reason, _) => checks.opt_text("reason", reason.as_ref(), NOTE),
        }
        if let (Some(_), MilestoneStatus::Planned | MilestoneStatus::Rejected) = (self.on, self.to) {
            checks.fault(UserError::invalid(
                "input.on",
                say!("a day is kept for ACHIEVED and CLIENT_ACCEPTED only"),
            ));
        }
        checks.done()
    }
}

impl MilestoneCommitmentMoveInput {
    /// Checks the form of the input.
    pub(in crate::projects) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("reason", &self.reason, NOTE);
        checks.done()
    }
}
