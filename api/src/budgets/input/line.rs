use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    budget_line, budget_version, phase,
    value::{Id, MoneyInput},
};

use crate::kernel::{
    check::{Checks, NAME, NOTE},
    error::Result,
};

/// The longest category.
const CATEGORY: usize = 64;
/// The most lines of a version.
pub const MOST_LINES: usize = 200;

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

/// The line to add to a draft, after those it has: 200 at most.
#[derive(Clone, Debug, InputObject)]
pub struct BudgetLineCreateInput {
    /// The draft.
    pub budget_version_id: Id<budget_version::Entity>,
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
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a line of a draft. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct BudgetLineUpdateInput {
    /// Which line.
    pub id: Id<budget_line::Entity>,
    /// Refuse if the line has another version.
    pub expected_version: Option<i32>,
    /// The phase it is for.
    pub phase_id: MaybeUndefined<Id<phase::Entity>>,
    /// The category it is for, at most 64 characters.
    pub category: MaybeUndefined<String>,
    /// The name of the work role it is for.
    pub work_role: MaybeUndefined<String>,
    /// Whether it is set aside for surprises.
    pub contingency: MaybeUndefined<bool>,
    /// What it is for.
    pub note: MaybeUndefined<String>,
    /// How much, in the budget's currency. Months that it is spread over change in proportion.
    pub amount: MaybeUndefined<MoneyInput>,
    /// How long, of a budget in minutes. Months that it is spread over change in proportion.
    pub minutes: MaybeUndefined<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// The line to take out of a draft.
#[derive(Clone, Debug, InputObject)]
pub struct BudgetLineRemoveInput {
    /// Which line.
    pub id: Id<budget_line::Entity>,
    /// Refuse if the line has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl BudgetLineCreateInput {
    /// The draft, and the line.
    #[must_use]
    pub fn parts(self) -> (Id<budget_version::Entity>, BudgetLineInput) {
        let Self {
            budget_version_id,
            phase_id,
            category,
            work_role,
            contingency,
            note,
            amount,
            minutes,
            idempotency_key: _,
        } = self;
        let line = BudgetLineInput {
            phase_id,
            category,
            work_role,
            contingency,
            note,
            amount,
            minutes,
        };
        (budget_version_id, line)
    }
}

impl BudgetLineInput {
    /// Checks the form of a line that stands at this place of the input: empty, or `lines.3.`.
    pub(in crate::budgets) fn check(&self, checks: &mut Checks, at: &str) {
        checks.opt_text(&format!("{at}category"), self.category.as_ref(), CATEGORY);
        checks.opt_text(&format!("{at}workRole"), self.work_role.as_ref(), NAME);
        checks.opt_text(&format!("{at}note"), self.note.as_ref(), NOTE);
    }
}

impl BudgetLineUpdateInput {
    /// Checks the form of the input.
    pub(in crate::budgets) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.patch_text("category", &self.category, CATEGORY);
        checks.patch_text("workRole", &self.work_role, NAME);
        checks.patch_text("note", &self.note, NOTE);
        checks.not_cleared("contingency", &self.contingency);
        checks.not_cleared("amount", &self.amount);
        checks.not_cleared("minutes", &self.minutes);
        checks.done()
    }
}

/// Checks the form of lines, of which there may be so many at most.
pub(super) fn all(checks: &mut Checks, lines: &[BudgetLineInput]) {
    checks.at_most("lines", lines.len(), MOST_LINES);
    for (at, line) in lines.iter().enumerate().take(MOST_LINES) {
        line.check(checks, &format!("lines.{at}."));
    }
}
