use async_graphql::InputObject;
use entity::{
    overrun_decision::{self, OverrunStatus},
    value::Id,
};

use crate::kernel::{
    check::{Checks, NOTE},
    error::Result,
};

/// What to decide on a cost beyond a budget.
#[derive(Clone, Debug, InputObject)]
pub struct OverrunDecisionDecideInput {
    /// Which one.
    pub id: Id<overrun_decision::Entity>,
    /// Refuse if it has another version.
    pub expected_version: i32,
    /// `APPROVED` books the cost, `REJECTED` books nothing.
    pub to: OverrunStatus,
    /// Why; kept with the decision and in the history.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl OverrunDecisionDecideInput {
    /// Checks the form of the input.
    pub(in crate::budgets) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("reason", self.reason.as_ref(), NOTE);
        checks.done()
    }
}
