use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    membership, phase, project, task,
    time_entry::{self, BookingStatus},
    value::{Date, Id, UnitPriceInput},
    work_role,
};

use super::{CATEGORY, DAY, per_hour, step};
use crate::kernel::{
    check::{Checks, NOTE},
    error::Result,
};

/// The work to book.
#[derive(Clone, Debug, InputObject)]
pub struct TimeEntryCreateInput {
    /// The project.
    pub project_id: Id<project::Entity>,
    /// The phase it belongs to, of the same project; that of the task when left out.
    pub phase_id: Option<Id<phase::Entity>>,
    /// The task it was for, of the same project.
    pub task_id: Option<Id<task::Entity>>,
    /// Who worked; the caller when left out. Those who run projects book for others too.
    pub member_id: Option<Id<membership::Entity>>,
    /// What they worked as.
    pub work_role_id: Option<Id<work_role::Entity>>,
    /// Its category, at most 64 characters.
    pub category: Option<String>,
    /// The day of the work, not ahead; today when left out.
    pub worked_on: Option<Date>,
    /// The day to book it on, when the books of the day of the work are closed.
    pub booked_on: Option<Date>,
    /// How long it took, 1 to 1440.
    pub minutes: i32,
    /// Whether the client pays for it; true when left out.
    pub billable: Option<bool>,
    /// What was done.
    pub note: Option<String>,
    /// What the hour sells for, in place of what the rate cards say. Only for those who may see costs.
    pub sell_rate: MaybeUndefined<UnitPriceInput>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a time entry that is a DRAFT. What is left out stays; null clears. Changing who worked, as what, where or
/// when looks the rates up anew; changing how long keeps the rates it was booked with.
#[derive(Clone, Debug, InputObject)]
pub struct TimeEntryUpdateInput {
    /// Which time entry.
    pub id: Id<time_entry::Entity>,
    /// Refuse if the time entry has another version.
    pub expected_version: Option<i32>,
    /// The phase it belongs to, of the same project.
    pub phase_id: MaybeUndefined<Id<phase::Entity>>,
    /// The task it was for, of the same project.
    pub task_id: MaybeUndefined<Id<task::Entity>>,
    /// What they worked as.
    pub work_role_id: MaybeUndefined<Id<work_role::Entity>>,
    /// Its category.
    pub category: MaybeUndefined<String>,
    /// The day of the work, not ahead.
    pub worked_on: MaybeUndefined<Date>,
    /// The day to book it on.
    pub booked_on: MaybeUndefined<Date>,
    /// How long it took, 1 to 1440.
    pub minutes: MaybeUndefined<i32>,
    /// Whether the client pays for it.
    pub billable: MaybeUndefined<bool>,
    /// What was done.
    pub note: MaybeUndefined<String>,
    /// What the hour sells for; null looks it up in the rate cards. Only for those who may see costs.
    pub sell_rate: MaybeUndefined<UnitPriceInput>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Where a time entry goes from the state it is in.
#[derive(Clone, Debug, InputObject)]
pub struct TimeEntryTransitionInput {
    /// Which time entry.
    pub id: Id<time_entry::Entity>,
    /// Refuse if the time entry has another version.
    pub expected_version: i32,
    /// The state it goes to: one of allowedTransitions.
    pub to: BookingStatus,
    /// Why; needed for REJECTED.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which time entry to discard.
#[derive(Clone, Debug, InputObject)]
pub struct TimeEntryDiscardInput {
    /// Which time entry: a DRAFT.
    pub id: Id<time_entry::Entity>,
    /// Refuse if the time entry has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl TimeEntryCreateInput {
    /// Checks the form of the input.
    pub(in crate::time) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.range("minutes", Some(self.minutes), 1, DAY);
        checks.opt_text("category", self.category.as_ref(), CATEGORY);
        checks.opt_text("note", self.note.as_ref(), NOTE);
        per_hour(&mut checks, "sellRate", &self.sell_rate);
        checks.done()
    }
}

impl TimeEntryUpdateInput {
    /// Checks the form of the input.
    pub(in crate::time) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("workedOn", &self.worked_on);
        checks.not_cleared("bookedOn", &self.booked_on);
        checks.not_cleared("minutes", &self.minutes);
        checks.not_cleared("billable", &self.billable);
        checks.range("minutes", self.minutes.value().copied(), 1, DAY);
        checks.patch_text("category", &self.category, CATEGORY);
        checks.patch_text("note", &self.note, NOTE);
        per_hour(&mut checks, "sellRate", &self.sell_rate);
        checks.done()
    }

    /// Whether the rates have to be looked up anew.
    pub(in crate::time) fn changes_rates(&self) -> bool {
        !(self.work_role_id.is_undefined()
            && self.category.is_undefined()
            && self.worked_on.is_undefined()
            && self.sell_rate.is_undefined())
    }
}

impl TimeEntryTransitionInput {
    /// Checks the form of the input.
    pub(in crate::time) fn check(&self) -> Result<()> {
        step(self.to, self.reason.as_ref())
    }
}
