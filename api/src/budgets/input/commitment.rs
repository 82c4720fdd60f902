use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    budget, commitment, membership, phase,
    value::{Id, MoneyInput},
};

use crate::kernel::{
    check::{Checks, NAME, NOTE},
    error::{Result, UserError},
};

/// What to promise, and to whom.
#[derive(Clone, Debug, InputObject)]
pub struct CommitmentCreateInput {
    /// The budget that it takes from.
    pub budget_id: Id<budget::Entity>,
    /// The phase it is for, of the budget's project.
    pub phase_id: Option<Id<phase::Entity>>,
    /// The person it is promised to, who works for the agency.
    pub member_id: Option<Id<membership::Entity>>,
    /// Whom else it is promised to; this or memberId is needed.
    pub vendor: Option<String>,
    /// What it is for.
    pub description: String,
    /// How much, in the budget's currency.
    pub amount: Option<MoneyInput>,
    /// How long, of a budget in minutes.
    pub minutes: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a commitment that is not closed. What is left out stays; null clears. The amount stays: what is not needed is
/// released, and what is needed beside it is a commitment of its own.
#[derive(Clone, Debug, InputObject)]
pub struct CommitmentUpdateInput {
    /// Which commitment.
    pub id: Id<commitment::Entity>,
    /// Refuse if the commitment has another version.
    pub expected_version: Option<i32>,
    /// The phase it is for, of the budget's project.
    pub phase_id: MaybeUndefined<Id<phase::Entity>>,
    /// What it is for.
    pub description: MaybeUndefined<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// How much of a commitment to give back.
#[derive(Clone, Debug, InputObject)]
pub struct CommitmentReleaseInput {
    /// Which commitment.
    pub id: Id<commitment::Entity>,
    /// Refuse if the commitment has another version.
    pub expected_version: Option<i32>,
    /// How much, in the budget's currency; no more than is left of it.
    pub amount: Option<MoneyInput>,
    /// How long, of a budget in minutes; no longer than is left of it.
    pub minutes: Option<i32>,
    /// Why; kept with the commitment and in the history.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// The commitment to close: what is left of it is given back.
#[derive(Clone, Debug, InputObject)]
pub struct CommitmentCloseInput {
    /// Which commitment.
    pub id: Id<commitment::Entity>,
    /// Refuse if the commitment has another version.
    pub expected_version: Option<i32>,
    /// Why; kept with the commitment and in the history.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl CommitmentCreateInput {
    /// Checks the form of the input.
    pub(in crate::budgets) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("vendor", self.vendor.as_ref(), NAME);
        checks.text("description", &self.description, NOTE);
        if self.vendor.is_none() && self.member_id.is_none() {
            checks.fault(UserError::required("input.vendor"));
        }
        checks.done()
    }
}

impl CommitmentUpdateInput {
    /// Checks the form of the input.
    pub(in crate::budgets) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("description", &self.description);
        checks.patch_text("description", &self.description, NOTE);
        checks.done()
    }
}

impl CommitmentReleaseInput {
    /// Checks the form of the input.
    pub(in crate::budgets) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("reason", self.reason.as_ref(), NOTE);
        checks.done()
    }
}

impl CommitmentCloseInput {
    /// Checks the form of the input.
    pub(in crate::budgets) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("reason", self.reason.as_ref(), NOTE);
        checks.done()
    }
}
