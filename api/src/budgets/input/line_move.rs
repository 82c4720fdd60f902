use async_graphql::InputObject;
use entity::{
    budget_line,
    value::{Id, MoneyInput},
};

use crate::kernel::{
    check::{Checks, NOTE},
    error::{Result, UserError},
};

/// An amount that goes from one line of the approved version to another.
#[derive(Clone, Debug, InputObject)]
pub struct BudgetMoveCreateInput {
    /// The line that gives it.
    pub from_line_id: Id<budget_line::Entity>,
    /// The line that gets it, of the same version.
    pub to_line_id: Id<budget_line::Entity>,
    /// How much, in the budget's currency; no more than the line that gives it has.
    pub amount: Option<MoneyInput>,
    /// How long, of a budget in minutes; no longer than the line that gives it has.
    pub minutes: Option<i32>,
    /// Why; kept with the move and in the history.
    pub reason: String,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl BudgetMoveCreateInput {
    /// Checks the form of the input.
    pub(in crate::budgets) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("reason", &self.reason, NOTE);
        if self.from_line_id == self.to_line_id {
            let message = say!("a line does not give to itself");
            checks.fault(UserError::invalid("input.toLineId", message));
        }
        checks.done()
    }
}
