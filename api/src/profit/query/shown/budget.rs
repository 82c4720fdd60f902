use async_graphql::SimpleObject;
use entity::value::{CurrencyCode, Money};

use crate::profit::figures::{
    agreed::{Agreed, Approved},
    ledger::Ledger,
};

/// What a project may cost.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct CostBudgetFigures {
    /// The budget by cost that was approved; null without one.
    approved: Option<Money>,
    /// What of it is promised and not spent yet, as it stands now; null without a budget.
    committed: Option<Money>,
    /// What was spent, as far as it is known, with what is passed on.
    actual: Money,
    /// What is left: approved less actual and committed. Less than nothing when it is overrun; null without a budget.
    remaining: Option<Money>,
}

/// What a project may cost, and what is left of that.
pub(super) fn budget(ledger: &Ledger, agreed: &Agreed, currency: CurrencyCode) -> CostBudgetFigures {
    let actual = ledger.whole().cost;
    let of = |amount: &dyn Fn(Approved) -> i128| {
        agreed
            .budget
            .map(|budget| Money::of_minor(amount(budget), currency))
    };
    CostBudgetFigures {
        approved: of(&|budget| budget.amount),
        committed: of(&|budget| budget.committed),
        actual: Money::of_minor(actual, currency),
        remaining: of(&|budget| budget.amount - actual - budget.committed),
    }
}
