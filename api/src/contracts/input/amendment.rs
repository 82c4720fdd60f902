use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    contract,
    contract_amendment::{self, AmendmentStatus},
    value::{Id, MoneyInput},
};

use super::{MOST_DAYS, MOST_MINUTES};
use crate::kernel::{
    check::{Checks, NAME, NOTE, TEXT},
    error::{Result, UserError},
};

/// The change of a contract to write.
#[derive(Clone, Debug, InputObject)]
pub struct ContractAmendmentCreateInput {
    /// Which contract.
    pub contract_id: Id<contract::Entity>,
    /// What it is about, at most 200 characters.
    pub title: String,
    /// Why the contract is changed; the client reads it.
    pub reason: String,
    /// What is done more, less or otherwise.
    pub scope: Option<String>,
    /// What the price changes by, in the contract's currency; may be negative.
    pub price_delta: Option<MoneyInput>,
    /// What the planned cost changes by; may be negative.
    pub cost_delta: Option<MoneyInput>,
    /// What the planned minutes change by; may be negative.
    pub minutes_delta: Option<i32>,
    /// Days that the dates told to the client move by; may be negative.
    pub shift_days: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of an amendment that is a DRAFT. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct ContractAmendmentUpdateInput {
    /// Which amendment.
    pub id: Id<contract_amendment::Entity>,
    /// Refuse if the amendment has another version.
    pub expected_version: Option<i32>,
    /// What it is about.
    pub title: MaybeUndefined<String>,
    /// Why the contract is changed.
    pub reason: MaybeUndefined<String>,
    /// What is done more, less or otherwise.
    pub scope: MaybeUndefined<String>,
    /// What the price changes by.
    pub price_delta: MaybeUndefined<MoneyInput>,
    /// What the planned cost changes by.
    pub cost_delta: MaybeUndefined<MoneyInput>,
    /// What the planned minutes change by.
    pub minutes_delta: MaybeUndefined<i32>,
    /// Days that the dates told to the client move by.
    pub shift_days: MaybeUndefined<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Shows an amendment to the client, or takes it back.
#[derive(Clone, Debug, InputObject)]
pub struct ContractAmendmentTransitionInput {
    /// Which amendment.
    pub id: Id<contract_amendment::Entity>,
    /// Refuse if the amendment has another version.
    pub expected_version: i32,
    /// SENT or WITHDRAWN.
    pub to: AmendmentStatus,
    /// Why; kept with the state and in the history.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What the client says to an amendment: a portal user who may sign says it themself, a colleague records it.
#[derive(Clone, Debug, InputObject)]
pub struct ContractAmendmentDecideInput {
    /// Which amendment.
    pub id: Id<contract_amendment::Entity>,
    /// Refuse if the amendment has another version: what was read is what is signed.
    pub expected_version: i32,
    /// Whether the client accepts it.
    pub accept: bool,
    /// The name of who signs, at most 200 characters.
    pub signed_name: String,
    /// Why it is declined, or who said so to whom.
    pub comment: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl ContractAmendmentCreateInput {
    /// Checks the form of the input.
    pub(in crate::contracts) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("title", &self.title, NAME);
        checks.text("reason", &self.reason, NOTE);
        checks.opt_text("scope", self.scope.as_ref(), TEXT);
        deltas(&mut checks, self.minutes_delta, self.shift_days);
        checks.done()
    }
}

impl ContractAmendmentUpdateInput {
    /// Checks the form of the input.
    pub(in crate::contracts) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("title", &self.title);
        checks.not_cleared("reason", &self.reason);
        checks.not_cleared("priceDelta", &self.price_delta);
        checks.not_cleared("costDelta", &self.cost_delta);
        checks.not_cleared("minutesDelta", &self.minutes_delta);
        checks.not_cleared("shiftDays", &self.shift_days);
        checks.patch_text("title", &self.title, NAME);
        checks.patch_text("reason", &self.reason, NOTE);
        checks.patch_text("scope", &self.scope, TEXT);
        deltas(
            &mut checks,
            self.minutes_delta.value().copied(),
            self.shift_days.value().copied(),
        );
        checks.done()
    }
}

impl ContractAmendmentTransitionInput {
    /// Checks the form of the input.
    pub(in crate::contracts) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("reason", self.reason.as_ref(), NOTE);
        match self.to {
            AmendmentStatus::Sent | AmendmentStatus::Withdrawn => {}
            AmendmentStatus::Draft | AmendmentStatus::Accepted | AmendmentStatus::Declined => {
                let message = say!("the client's decision is recorded by contractAmendmentDecide");
                checks.fault(UserError::invalid("input.to", message));
            }
        }
        checks.done()
    }
}

impl ContractAmendmentDecideInput {
    /// Checks the form of the input.
    pub(in crate::contracts) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("signedName", &self.signed_name, NAME);
        checks.opt_text("comment", self.comment.as_ref(), NOTE);
        checks.done()
    }
}

fn deltas(checks: &mut Checks, minutes: Option<i32>, days: Option<i32>) {
    checks.range("minutesDelta", minutes, -MOST_MINUTES, MOST_MINUTES);
    checks.range("shiftDays", days, -MOST_DAYS, MOST_DAYS);
}
