use async_graphql::{Enum, SimpleObject};
use entity::{
    cost_entry::CostKind,
    value::{CurrencyCode, Decimal, Money, exact::divide},
};

use crate::profit::figures::{
    agreed::Agreed,
    earned::EarnedValue,
    ledger::Ledger,
    statement::{MARGIN_DECIMALS, ratio},
};

/// How the cost at completion is forecast (EAC), in the terms of PMI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum CostForecastMethod {
    /// What was spent, what is committed, and the minutes that are left at what a minute of work cost so far.
    BottomUp,
    /// The whole plan at the cost of what is done so far: BAC / CPI.
    Cpi,
    /// What was spent, and what is not done at its planned cost: AC + (BAC − EV).
    RemainingAtPlan,
    /// What was spent, and what is not done at the cost and the pace so far: AC + (BAC − EV) / (CPI · SPI).
    CpiSpi,
}

/// What a project will have cost in the end.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct CostForecast {
    /// How it is forecast.
    method: CostForecastMethod,
    /// What it will have cost (EAC), with what is passed on.
    cost: Money,
    /// What is still to be spent (ETC); null when what was spent is not known.
    to_complete: Option<Money>,
    /// What the plan costs less this (VAC): less than nothing when it will cost more. Null without a plan that says what it costs.
    variance: Option<Money>,
}

/// What was to be done by a day, what of the plan is done, and what was spent, in the terms of PMI. Amounts are at planned cost;
/// indexes have four decimals, and are null when what they are divided by is nothing or not known.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct EarnedValueFigures {
    /// What the whole of the latest baseline costs (BAC).
    budget_at_completion: Money,
    /// What of it was to be done by the day (PV); null when a phase has no days.
    planned_value: Option<Money>,
    /// What of it is done (EV); null when nobody knows how far a phase is.
    earned_value: Option<Money>,
    /// What was spent, with what is passed on (AC); null when the cost of some entries is not known.
    actual_cost: Option<Money>,
    /// Earned value less actual cost (CV): less than nothing when it costs more than planned.
    cost_variance: Option<Money>,
    /// Earned value less planned value (SV): less than nothing when it is late.
    schedule_variance: Option<Money>,
    /// Earned value by actual cost (CPI).
    cost_performance_index: Option<Decimal>,
    /// Earned value by planned value (SPI).
    schedule_performance_index: Option<Decimal>,
    /// What is not done by what is left to be spent of the plan (TCPI).
    to_complete_performance_index: Option<Decimal>,
}

/// Shows earned value.
pub(super) fn figures(value: &EarnedValue, currency: CurrencyCode) -> EarnedValueFigures {
    let money = |minor: Option<i128>| minor.map(|minor| Money::of_minor(minor, currency));
    let less = |one: Option<i128>, other: Option<i128>| Some(one? - other?);
    let index =
        |one: Option<i128>, other: Option<i128>| Some(Decimal::new(ratio(one?, other?)?, MARGIN_DECIMALS));
    let EarnedValue {
        at_completion,
        planned,
        earned,
        actual,
    } = *value;
    EarnedValueFigures {
        budget_at_completion: Money::of_minor(at_completion, currency),
        planned_value: money(planned),
        earned_value: money(earned),
        actual_cost: money(actual),
        cost_variance: money(less(earned, actual)),
        schedule_variance: money(less(earned, planned)),
        cost_performance_index: index(earned, actual),
        schedule_performance_index: index(earned, planned),
        to_complete_performance_index: index(value.left(), less(Some(at_completion), actual)),
    }
}

/// What it will have cost in the end, by each method that there is data for.
pub(super) fn forecasts(
    ledger: &Ledger,
    agreed: &Agreed,
    value: Option<&EarnedValue>,
    currency: CurrencyCode,
) -> Vec<CostForecast> {
    let methods = [
        (CostForecastMethod::BottomUp, bottom_up(ledger, agreed)),
        (
            CostForecastMethod::Cpi,
            value.and_then(EarnedValue::at_cost_so_far),
        ),
        (
            CostForecastMethod::RemainingAtPlan,
            value.and_then(EarnedValue::rest_as_planned),
        ),
        (
            CostForecastMethod::CpiSpi,
            value.and_then(EarnedValue::at_cost_and_pace_so_far),
        ),
    ];
    let actual = ledger.whole().known_cost().ok();
    let money = |minor: i128| Money::of_minor(minor, currency);
    let shown = |(method, cost): (CostForecastMethod, Option<i128>)| {
        let cost = cost?;
        Some(CostForecast {
            method,
            cost: money(cost),
            to_complete: actual.map(|actual| money(cost - actual)),
            variance: value.map(|value| money(value.at_completion - cost)),
        })
    };
    methods.into_iter().filter_map(shown).collect()
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
