use std::collections::BTreeMap;

use async_graphql::SimpleObject;
use entity::value::{CurrencyCode, Decimal, Money};

use super::{ProjectFinancials, known, share};
use crate::profit::figures::{Figure, statement::Statement};

/// What projects of one currency come to together. A sum is null when one of its parts is: it is whole, or it is not shown.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct FinancialTotals {
    /// The currency: amounts of different ones are never added.
    currency: CurrencyCode,
    /// How many projects there are.
    projects: i32,
    /// For how many of them the net profit is not known.
    unknown_projects: i32,
    /// What clients pay, by the view.
    revenue: Option<Money>,
    /// What of it is passed on.
    pass_through_cost: Option<Money>,
    /// Revenue less what is passed on (AGI).
    agency_gross_income: Option<Money>,
    /// What the work costs.
    delivery_cost: Option<Money>,
    /// Agency gross income less delivery cost.
    contribution: Option<Money>,
    /// The projects' share of what the agency as a whole costs.
    overhead: Option<Money>,
    /// What is left.
    net_profit: Option<Money>,
    /// Net profit by revenue, as a fraction with four decimals.
    net_margin: Option<Decimal>,
}

/// Adds up, currency by currency.
pub(in crate::profit::query) fn totals(projects: &[ProjectFinancials]) -> Vec<FinancialTotals> {
    let mut by_currency = BTreeMap::<CurrencyCode, Vec<Statement>>::new();
    for (currency, statement) in projects.iter().map(ProjectFinancials::stated) {
        by_currency.entry(currency).or_default().push(statement);
    }
    let total = |(currency, statements): (CurrencyCode, Vec<Statement>)| {
        let sum = |figure: fn(&Statement) -> Figure| -> Figure { statements.iter().map(figure).sum() };
        let amount = |figure: fn(&Statement) -> Figure| known(sum(figure), currency);
        let unknown = statements
            .iter()
            .filter(|statement| statement.net_profit.is_err());
        let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        FinancialTotals {
            currency,
            projects: count(statements.len()),
            unknown_projects: count(unknown.count()),
            revenue: amount(|statement| statement.revenue),
            pass_through_cost: amount(|statement| statement.pass_through),
            agency_gross_income: amount(|statement| statement.agi),
            delivery_cost: amount(|statement| statement.delivery),
            contribution: amount(|statement| statement.contribution),
            overhead: amount(|statement| statement.overhead),
            net_profit: amount(|statement| statement.net_profit),
            net_margin: share(
                sum(|statement| statement.net_profit),
                sum(|statement| statement.revenue),
            ),
        }
    };
    by_currency.into_iter().map(total).collect()
}
