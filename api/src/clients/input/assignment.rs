use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    account_assignment::{self, AssignmentRole},
    client, membership,
    value::{Date, Id},
};

use crate::kernel::{
    check::{Checks, TEXT},
    error::Result,
};

/// The assignment to make.
#[derive(Clone, Debug, InputObject)]
pub struct AccountAssignmentCreateInput {
    /// The client.
    pub client_id: Id<client::Entity>,
    /// The colleague: active, no freelancer, no viewer, nobody of the client's side.
    pub member_id: Id<membership::Entity>,
    /// How they answer for the client. A LEAD ends the open lead the day it starts; leads never overlap.
    pub role: AssignmentRole,
    /// The first day, past or to come; today when left out.
    pub starts_on: Option<Date>,
    /// The first day it no longer holds; open when left out.
    pub ends_on: Option<Date>,
    /// What is handed over, at most 10000 characters.
    pub handover_note: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of an assignment. What is left out stays; null clears. Who, and as what, stays: make another assignment.
#[derive(Clone, Debug, InputObject)]
pub struct AccountAssignmentUpdateInput {
    /// Which assignment.
    pub id: Id<account_assignment::Entity>,
    /// Refuse if the assignment has another version.
    pub expected_version: Option<i32>,
    /// The first day.
    pub starts_on: MaybeUndefined<Date>,
    /// The first day it no longer holds. Null opens it again.
    pub ends_on: MaybeUndefined<Date>,
    /// What is handed over.
    pub handover_note: MaybeUndefined<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which assignment to end.
#[derive(Clone, Debug, InputObject)]
pub struct AccountAssignmentEndInput {
    /// Which assignment.
    pub id: Id<account_assignment::Entity>,
    /// Refuse if the assignment has another version.
    pub expected_version: Option<i32>,
    /// The first day it no longer holds; today when left out. One that has not begun ends the day it would have begun.
    pub ends_on: Option<Date>,
    /// What is handed over.
    pub handover_note: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl AccountAssignmentCreateInput {
    /// Checks the form of the input.
    pub(in crate::clients) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("handoverNote", self.handover_note.as_ref(), TEXT);
        checks.done()
    }
}

impl AccountAssignmentUpdateInput {
    /// Checks the form of the input.
    pub(in crate::clients) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("startsOn", &self.starts_on);
        checks.patch_text("handoverNote", &self.handover_note, TEXT);
        checks.done()
    }
}

impl AccountAssignmentEndInput {
    /// Checks the form of the input.
    pub(in crate::clients) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("handoverNote", self.handover_note.as_ref(), TEXT);
        checks.done()
    }
}
