use async_graphql::{Enum, SimpleObject};
use entity::{
    cost_entry::CostKind,
    value::{CurrencyCode, Money, exact::divide},
};

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

/// How the cost at completion is forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum CostForecastMethod {
    /// What was spent, what is committed, and the minutes that are left at what a minute of work cost so far.
    BottomUp,
}

/// What a project will have cost in the end.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct CostForecast {
    /// How it is forecast.
    method: CostForecastMethod,
    /// What it will have cost, with what is passed on.
    cost: Money,
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

/// What it will have cost in the end, by each method that there is data for.
pub(super) fn forecasts(ledger: &Ledger, agreed: &Agreed, currency: CurrencyCode) -> Vec<CostForecast> {
    let forecast = bottom_up(ledger, agreed).map(|minor| CostForecast {
        method: CostForecastMethod::BottomUp,
        cost: Money::of_minor(minor, currency),
    });
    forecast.into_iter().collect()
}

/// Needs minutes whose cost is known: without them nobody knows what a minute costs.
fn bottom_up(ledger: &Ledger, agreed: &Agreed) -> Option<i128> {
    let work =
        ledger.of(|month| !month.pass_through && matches!(month.kind, CostKind::Time | CostKind::Freelancer));
    let left = agreed.remaining_minutes?;
    let known_minutes = work.minutes.checked_sub(work.unknown_minutes)?;
    let rest = if left == 0 {
        0
    } else {
        divide(work.cost.checked_mul(left.into())?, known_minutes.into())?
    };
    let committed = agreed.budget.map_or(0, |budget| budget.committed);
    Some(ledger.whole().known_cost().ok()? + rest + committed)
}
