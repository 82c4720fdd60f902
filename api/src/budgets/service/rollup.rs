//! Sums of the ledger, kept with every entry: a dashboard reads as much of a project with a hundred thousand entries as of one with
//! ten.

use entity::{
    cost_entry,
    value::{Choice, Id},
};
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

use super::meter::plus;
use crate::kernel::{
    calendar::month_of,
    error::{Error, Result},
    tx::Tx,
};

/// The columns of sums of both tables.
const COUNTS: [&str; 5] = [
    "entries",
    "unknown_entries",
    "minutes",
    "billable_minutes",
    "unknown_minutes",
];
/// The sums of a project, apart for what is passed on.
const OF_PROJECT: [&str; 4] = [
    "own_cost_minor",
    "own_price_minor",
    "pass_through_cost_minor",
    "pass_through_price_minor",
];
/// The sums of a month.
const OF_MONTH: [&str; 2] = ["cost_minor", "price_minor"];

/// What entries are summed up by.
type Keys = Vec<(&'static str, Value)>;

/// Adds an entry to the sums of its project.
pub(super) async fn add(tx: &Tx, entry: &cost_entry::Model) -> Result<()> {
    add_all(tx, std::slice::from_ref(entry)).await
}

/// Adds entries of one project to its sums, each row of these once.
pub(super) async fn add_all(tx: &Tx, entries: &[cost_entry::Model]) -> Result<()> {
    let Some(first) = entries.first() else {
        return Ok(());
    };
    let (mut whole, mut months) = (vec![0; COUNTS.len() + OF_PROJECT.len()], vec![]);
    for entry in entries {
        add_to(&mut whole, &counts(entry), &of_project(entry))?;
        let keys = keys(tx, entry)?;
        let at = months
            .iter()
            .position(|(known, _): &(Keys, Vec<i64>)| *known == keys);
        let at = at.unwrap_or_else(|| {
            months.push((keys, vec![0; COUNTS.len() + OF_MONTH.len()]));
            months.len() - 1
        });
        if let Some((_, sums)) = months.get_mut(at) {
            add_to(
                sums,
                &counts(entry),
                &[entry.cost_minor.unwrap_or(0), entry.price_minor],
            )?;
        }
    }
    let of_project: Keys = vec![("project_id", first.project_id.into())];
    upsert(
        tx,
        first,
        "project_totals",
        &of_project,
        &sums_of(&OF_PROJECT, &whole),
    )
    .await?;
    for (keys, sums) in &months {
        upsert(tx, first, "cost_rollups", keys, &sums_of(&OF_MONTH, sums)).await?;
    }
    Ok(())
}

fn add_to(sums: &mut [i64], counts: &[i64], amounts: &[i64]) -> Result<()> {
    for (sum, more) in sums.iter_mut().zip(counts.iter().chain(amounts)) {
        *sum = plus(*sum, *more)?;
    }
    Ok(())
}

fn sums_of(amounts: &[&'static str], sums: &[i64]) -> Vec<(&'static str, i64)> {
    let columns = COUNTS.iter().chain(amounts).copied();
    columns.zip(sums.iter().copied()).collect()
}

/// What an entry adds to the sums of its project.
fn of_project(entry: &cost_entry::Model) -> [i64; 4] {
    let (cost, price) = (entry.cost_minor.unwrap_or(0), entry.price_minor);
    if entry.pass_through {
        [0, 0, cost, price]
    } else {
        [cost, price, 0, 0]
    }
}

/// What the sums of a month are told apart by.
fn keys(tx: &Tx, entry: &cost_entry::Model) -> Result<Keys> {
    let month =
        month_of(entry.on_date, tx.actor().calendar).ok_or_else(|| Error::internal("a day of no month"))?;
    Ok(vec![
        ("project_id", entry.project_id.into()),
        ("month", month.from.into()),
        ("phase_id", or_nil(entry.phase_id.map(Id::uuid))),
        ("member_id", or_nil(entry.member_id.map(Id::uuid))),
        ("work_role_id", or_nil(entry.work_role_id.map(Id::uuid))),
        ("category", entry.category.clone().unwrap_or_default().into()),
        ("kind", entry.kind.word().into()),
        ("pass_through", entry.pass_through.into()),
    ])
}

fn or_nil(id: Option<Uuid>) -> Value {
    id.unwrap_or_default().into()
}

/// Adds sums to the row with these keys, and makes the row when it is the first.
async fn upsert(
    tx: &Tx,
    entry: &cost_entry::Model,
    table: &str,
    keys: &Keys,
    sums: &[(&'static str, i64)],
) -> Result<()> {
    let mut binds = tx.caller().binds(tx.actor());
    let id = binds.bind(tx.uuid());
    let (mut columns, mut values) = (vec!["id", "agency_id"], vec![id, binds.agency()]);
    for (column, value) in keys {
        columns.push(column);
        values.push(binds.bind(value.clone()));
    }
    let target = columns.iter().skip(1).copied().collect::<Vec<_>>().join(", ");
    columns.push("currency");
    values.push(binds.bind(entry.currency));
    let mut added = vec![];
    for (column, sum) in sums {
        columns.push(column);
        values.push(binds.bind(*sum));
        added.push(format!("{column} = {table}.{column} + excluded.{column}"));
    }
    let sql = format!(
        "INSERT INTO {table} ({}) VALUES ({}) ON CONFLICT ({target}) DO UPDATE SET {}",
        columns.join(", "),
        values.join(", "),
        added.join(", ")
    );
    tx.connection().await?.execute_raw(binds.statement(sql)).await?;
    Ok(())
}

/// What an entry counts: a reversal takes away what its entry added. In the order of the columns.
fn counts(entry: &cost_entry::Model) -> [i64; 5] {
    let one = if entry.reverses_id.is_none() { 1 } else { -1 };
    let minutes = i64::from(entry.minutes);
    let of = |counts: bool, number: i64| if counts { number } else { 0 };
    [
        one,
        of(entry.cost_minor.is_none(), one),
        minutes,
        of(entry.billable, minutes),
        of(entry.cost_minor.is_none(), minutes),
    ]
}
