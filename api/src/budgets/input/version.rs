use async_graphql::InputObject;
use entity::{
    budget, budget_version, phase,
    value::{Id, MoneyInput},
};

use crate::kernel::{
    check::{Checks, NAME, NOTE},
    error::{Result, UserError},
};

/// The longest category.
const CATEGORY: usize = 64;
/// The most lines of a version.
const MOST_LINES: usize = 200;

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

/// A part of a budget.
#[derive(Clone, Debug, InputObject)]
pub struct BudgetLineInput {
    /// The phase it is for.
    pub phase_id: Option<Id<phase::Entity>>,
    /// The category it is for, at most 64 characters.
    pub category: Option<String>,
    /// The name of the work role it is for.
    pub work_role: Option<String>,
    /// Whether it is set aside for surprises; no when left out.
    pub contingency: Option<bool>,
    /// What it is for.
    pub note: Option<String>,
    /// How much, in the budget's currency.
    pub amount: Option<MoneyInput>,
    /// How long, of a budget in minutes.
    pub minutes: Option<i32>,
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
        lines(&mut checks, self.lines.as_deref().unwrap_or(&[]));
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

fn lines(checks: &mut Checks, lines: &[BudgetLineInput]) {
    checks.at_most("lines", lines.len(), MOST_LINES);
    for (at, line) in lines.iter().enumerate().take(MOST_LINES) {
        let field = |name: &str| format!("lines.{at}.{name}");
        checks.opt_text(&field("category"), line.category.as_ref(), CATEGORY);
        checks.opt_text(&field("workRole"), line.work_role.as_ref(), NAME);
        checks.opt_text(&field("note"), line.note.as_ref(), NOTE);
    }
}
