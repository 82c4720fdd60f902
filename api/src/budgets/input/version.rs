use async_graphql::InputObject;
use entity::{budget, budget_version, value::Id};

use super::line::{self, BudgetLineInput};
use crate::kernel::{
    check::{Checks, NOTE},
    error::{Result, UserError},
};

/// The version to draft.
#[derive(Clone, Debug, InputObject)]
pub struct BudgetVersionCreateInput {
    /// The budget.
    pub budget_id: Id<budget::Entity>,
    /// Why it is made.
    pub reason: Option<String>,
    /// Its lines, 200 at most.
    pub lines: Option<Vec<BudgetLineInput>>,
    /// Whether to begin with the lines of the approved version, in place of lines given here.
    pub copy_approved: Option<bool>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// The draft to approve.
#[derive(Clone, Debug, InputObject)]
pub struct BudgetVersionApproveInput {
    /// Which version.
    pub id: Id<budget_version::Entity>,
    /// Refuse if the version has another version.
    pub expected_version: i32,
    /// Why; needed when the budget becomes smaller than what was consumed and committed. The draft's own when left out.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// The draft to give up.
#[derive(Clone, Debug, InputObject)]
pub struct BudgetVersionDiscardInput {
    /// Which version.
    pub id: Id<budget_version::Entity>,
    /// Refuse if the version has another version.
    pub expected_version: Option<i32>,
    /// Why; kept in the history.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl BudgetVersionCreateInput {
    /// Checks the form of the input.
    pub(in crate::budgets) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("reason", self.reason.as_ref(), NOTE);
        line::all(&mut checks, self.lines.as_deref().unwrap_or(&[]));
        if self.lines.is_some() && self.copy_approved == Some(true) {
            let message = say!("give lines or copy them, not both");
            checks.fault(UserError::invalid("input.copyApproved", message));
        }
        checks.done()
    }
}

impl BudgetVersionApproveInput {
    /// Checks the form of the input.
    pub(in crate::budgets) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("reason", self.reason.as_ref(), NOTE);
        checks.done()
    }
}

impl BudgetVersionDiscardInput {
    /// Checks the form of the input.
    pub(in crate::budgets) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("reason", self.reason.as_ref(), NOTE);
        checks.done()
    }
}
