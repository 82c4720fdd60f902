use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    phase::{self, PercentCompleteMethod, PhaseStatus},
    project,
    value::{Date, Id},
};

use super::{WHOLE_BPS, days_in_order};
use crate::kernel::{
    check::{Checks, NAME, NOTE},
    error::Result,
    place,
};

/// The heaviest phase.
const MOST_WEIGHT: i32 = 10_000;

/// The phase to make.
#[derive(Clone, Debug, InputObject)]
pub struct PhaseCreateInput {
    /// The project.
    pub project_id: Id<project::Entity>,
    /// What it is called, at most 200 characters.
    pub name: String,
    /// What it is to bring.
    pub goal: Option<String>,
    /// Its place among the phases of the project. When left out it comes last, 1024 after the one before, so that others fit
    /// between.
    pub position: Option<i32>,
    /// The day it begins.
    pub starts_on: Option<Date>,
    /// The day it ends, not before it begins.
    pub ends_on: Option<Date>,
    /// How its progress is found; `TASK_COUNT` when left out.
    pub percent_complete_method: Option<PercentCompleteMethod>,
    /// Progress in hundredths of a percent, where it is found by hand.
    pub percent_bps: Option<i32>,
    /// How much it counts in the progress of the project, 0 to 10000; 1 when left out.
    pub weight: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a phase. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct PhaseUpdateInput {
    /// Which phase.
    pub id: Id<phase::Entity>,
    /// Refuse if the phase has another version.
    pub expected_version: Option<i32>,
    /// What it is called.
    pub name: MaybeUndefined<String>,
    /// What it is to bring.
    pub goal: MaybeUndefined<String>,
    /// Its place among the phases of the project: a number between those of its new neighbours moves it there.
    pub position: MaybeUndefined<i32>,
    /// The day it begins.
    pub starts_on: MaybeUndefined<Date>,
    /// The day it ends, not before it begins.
    pub ends_on: MaybeUndefined<Date>,
    /// How its progress is found.
    pub percent_complete_method: MaybeUndefined<PercentCompleteMethod>,
    /// Progress in hundredths of a percent, where it is found by hand.
    pub percent_bps: MaybeUndefined<i32>,
    /// How much it counts in the progress of the project, 0 to 10000.
    pub weight: MaybeUndefined<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Where a phase goes from the state it is in.
#[derive(Clone, Debug, InputObject)]
pub struct PhaseTransitionInput {
    /// Which phase.
    pub id: Id<phase::Entity>,
    /// Refuse if the phase has another version.
    pub expected_version: Option<i32>,
    /// The state it goes to: one of allowedTransitions.
    pub to: PhaseStatus,
    /// Why; kept with the state and in the history.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which phase to archive or bring back.
#[derive(Clone, Debug, InputObject)]
pub struct PhaseArchiveInput {
    /// Which phase.
    pub id: Id<phase::Entity>,
    /// Refuse if the phase has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl PhaseCreateInput {
    /// Checks the form of the input.
    pub(in crate::projects) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("name", &self.name, NAME);
        checks.opt_text("goal", self.goal.as_ref(), NOTE);
        checks.range("position", self.position, 0, place::LAST);
        checks.range("percentBps", self.percent_bps, 0, WHOLE_BPS);
        checks.range("weight", self.weight, 0, MOST_WEIGHT);
        days_in_order(&mut checks, self.starts_on, self.ends_on, "endsOn");
        checks.done()
    }
}

impl PhaseUpdateInput {
    /// Checks the form of the input.
    pub(in crate::projects) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("name", &self.name);
        checks.not_cleared("position", &self.position);
        checks.not_cleared("percentCompleteMethod", &self.percent_complete_method);
        checks.not_cleared("weight", &self.weight);
        checks.patch_text("name", &self.name, NAME);
        checks.patch_text("goal", &self.goal, NOTE);
        checks.range("position", self.position.value().copied(), 0, place::LAST);
        checks.range("percentBps", self.percent_bps.value().copied(), 0, WHOLE_BPS);
        checks.range("weight", self.weight.value().copied(), 0, MOST_WEIGHT);
        checks.done()
    }
}

impl PhaseTransitionInput {
    /// Checks the form of the input.
    pub(in crate::projects) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("reason", self.reason.as_ref(), NOTE);
        checks.done()
    }
}
