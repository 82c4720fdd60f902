//! Sums of the ledger, kept with every entry: a dashboard reads as much of a project with a hundred thousand entries as of one with
//! ten.

use entity::{
    cost_entry,
    value::{Choice, Id},
};
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

use crate::kernel::{
    calendar::month_of,
    error::{Error, Result},
    tx::Tx,
};

/// Adds an entry to the sums of its project.
pub(super) async fn add(tx: &Tx, entry: &cost_entry::Model) -> Result<()> {
    let month =
        month_of(entry.on_date, tx.actor().calendar).ok_or_else(|| Error::internal("a day of no month"))?;
    let (cost, price) = (entry.cost_minor.unwrap_or(0), entry.price_minor);
    let (own, passed) = if entry.pass_through {
        ((0, 0), (cost, price))
    } else {
        ((cost, price), (0, 0))
    };
    let totals = [
        ("own_cost_minor", own.0),
        ("own_price_minor", own.1),
        ("pass_through_cost_minor", passed.0),
        ("pass_through_price_minor", passed.1),
    ];
    let of_project = [("project_id", entry.project_id.into())];
    upsert(tx, entry, "project_totals", &of_project, &totals).await?;
    let keys = [
        ("project_id", entry.project_id.into()),
        ("month", month.from.into()),
        ("phase_id", or_nil(entry.phase_id.map(Id::uuid))),
        ("member_id", or_nil(entry.member_id.map(Id::uuid))),
        ("work_role_id", or_nil(entry.work_role_id.map(Id::uuid))),
        ("category", entry.category.clone().unwrap_or_default().into()),
        ("kind", entry.kind.word().into()),
        ("pass_through", entry.pass_through.into()),
    ];
    let amounts = [("cost_minor", cost), ("price_minor", price)];
    upsert(tx, entry, "cost_rollups", &keys, &amounts).await
}

fn or_nil(id: Option<Uuid>) -> Value {
    id.unwrap_or_default().into()
}

/// Adds an entry's counts and amounts to the row with these keys, and makes the row when it is the first.
async fn upsert(
    tx: &Tx,
    entry: &cost_entry::Model,
    table: &str,
    keys: &[(&str, Value)],
    amounts: &[(&str, i64)],
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
    let mut sums = vec![];
    for (column, amount) in counts(entry).iter().chain(amounts) {
        columns.push(column);
        values.push(binds.bind(*amount));
        sums.push(format!("{column} = {table}.{column} + excluded.{column}"));
    }
    let sql = format!(
        "INSERT INTO {table} ({}) VALUES ({}) ON CONFLICT ({target}) DO UPDATE SET {}",
        columns.join(", "),
        values.join(", "),
        sums.join(", ")
    );
    tx.connection().await?.execute_raw(binds.statement(sql)).await?;
    Ok(())
}

/// What an entry counts: a reversal takes away what its entry added.
fn counts(entry: &cost_entry::Model) -> [(&'static str, i64); 5] {
    let one = if entry.reverses_id.is_none() { 1 } else { -1 };
    let minutes = i64::from(entry.minutes);
    let of = |counts: bool, number: i64| if counts { number } else { 0 };
    [
        ("entries", one),
        ("unknown_entries", of(entry.cost_minor.is_none(), one)),
        ("minutes", minutes),
        ("billable_minutes", of(entry.billable, minutes)),
        ("unknown_minutes", of(entry.cost_minor.is_none(), minutes)),
    ]
}
