//! What open opportunities are worth, month by month.

use async_graphql::{Context, Result, SimpleObject};
use chrono::NaiveDate;
use entity::{
    opportunity,
    value::{CurrencyCode, Date, Money},
};
use sea_orm::QueryResult;

use crate::{
    graphql::write::caller,
    kernel::{
        calendar::{self, Month},
        error::{Code, Error},
        message::Message,
        policy::Right,
        sql::Binds,
        sum,
    },
    read::{FilterOf, allow, figures},
};

/// Months that one answer spans.
const MONTHS_AT_MOST: usize = 240;

/// What the open opportunities of one month are worth in one currency.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct OpportunityForecast {
    /// The month in the agency's calendar, for example 2026-11 or 1405-09.
    month: String,
    /// Its first day.
    from: Date,
    /// The first day of the next month.
    until: Date,
    /// How many opportunities there are.
    count: i32,
    /// What they would be worth if all of them were won.
    amount: Money,
    /// The same, each weighted by its probability and rounded.
    weighted: Money,
}

/// The forecast of opportunities expected to close from a day on and before another.
pub(super) async fn forecast(
    ctx: &Context<'_>,
    filter: Option<&FilterOf<opportunity::Entity>>,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<OpportunityForecast>> {
    allow(ctx, Right::Prices)?;
    let months = months(ctx, from, until)?;
    let span = Span {
        from,
        until,
        months: &months,
    };
    let rows = figures(ctx, filter, |binds, seen| statement(binds, seen, span)).await?;
    rows.iter().map(|row| Ok(shown(row, &months)?)).collect()
}

/// The days asked for, and the months they lie in.
#[derive(Clone, Copy)]
struct Span<'m> {
    from: NaiveDate,
    until: NaiveDate,
    months: &'m [Month],
}

fn months(ctx: &Context<'_>, from: NaiveDate, until: NaiveDate) -> Result<Vec<Month>, Error> {
    let bad = |message: Message| Error::coded(Code::BadUserInput, message);
    let Some(last) = until.pred_opt().filter(|last| *last >= from) else {
        return Err(bad(say!("until is a day after from")));
    };
    let caller = caller(ctx)?;
    let months = calendar::months(from, last, caller.actor()?.calendar, MONTHS_AT_MOST + 1);
    if months.is_empty() || months.len() > MONTHS_AT_MOST {
        return Err(bad(say!("a forecast spans at most 240 months")));
    }
    Ok(months)
}

/// Amounts are never negative: what is weighted is rounded half up, in whole numbers that fit for every amount.
fn statement(binds: &mut Binds, seen: &str, span: Span<'_>) -> String {
    let months: Vec<String> = span
        .months
        .iter()
        .map(|month| {
            let (first, next) = (month.from.max(span.from), month.until.min(span.until));
            let (label, first, next) = (
                binds.bind(month.label.clone()),
                binds.bind(first),
                binds.bind(next),
            );
            format!("({label}, {first}, {next})")
        })
        .collect();
    let weighted = "(r.amount_minor / 10000 * r.probability_bps + (r.amount_minor % 10000 * r.probability_bps + 5000) / 10000)";
    let sums = ["r.amount_minor", weighted].map(|amount| sum::exact(binds.dialect, amount).join(", "));
    format!(
        "SELECT m.column1, r.currency, count(*), {sums} FROM opportunities r \
         JOIN stages s ON s.agency_id = r.agency_id AND s.id = r.stage_id AND s.kind = 'OPEN' \
         JOIN (VALUES {months}) m ON r.expected_close >= m.column2 AND r.expected_close < m.column3 \
         WHERE {seen} GROUP BY m.column1, r.currency ORDER BY m.column1, r.currency",
        sums = sums.join(", "),
        months = months.join(", "),
    )
}

fn shown(row: &QueryResult, months: &[Month]) -> Result<OpportunityForecast, Error> {
    let label: String = row.try_get_by_index(0)?;
    let month = months.iter().find(|month| month.label == label);
    let month = month.ok_or_else(|| Error::internal("a forecast of a month that was not asked for"))?;
    let currency: CurrencyCode = row.try_get_by_index(1)?;
    let count: i64 = row.try_get_by_index(2)?;
    let money = |at: usize| Ok::<_, Error>(Money::of_minor(sum::read(row, at)?, currency));
    Ok(OpportunityForecast {
        month: label,
        from: Date(month.from),
        until: Date(month.until),
        count: i32::try_from(count).unwrap_or(i32::MAX),
        amount: money(3)?,
        weighted: money(5)?,
    })
}
