//! Booking costs anew at other amounts: each entry is taken back on its own day and booked again as it was, but for what it costs
//! and what the client pays. Budgets look at what changes altogether.

use entity::{
    agency::OverrunPolicy,
    budget,
    cost_entry::{self, Column},
    project,
    value::Kind,
};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use super::{
    consume::{self, Overrun},
    decision,
    hold::hold,
    ledger::{self, Original, Posting, Source},
    meter, rollup,
};
use crate::kernel::{
    error::{Error, Result},
    tx::Tx,
};

/// What a record that is in the ledger costs from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rebooking {
    /// The record.
    pub id: Uuid,
    /// What it costs, in minor units; none when nobody knows.
    pub cost: Option<i64>,
    /// What the client pays for it, in minor units.
    pub price: i64,
}

/// An entry of the ledger, and what is booked in its place.
struct Exchange {
    before: cost_entry::Model,
    after: Posting,
}

/// Books records of a kind anew, each of which is in the ledger of the project once, on days whose books are open.
///
/// # Errors
/// `LIMIT_REACHED` when a budget that blocks or asks has not enough left for what changes altogether; when the amounts are too
/// large.
pub async fn rebook(tx: &Tx, project: &project::Model, kind: Kind, records: &[Rebooking]) -> Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    let mut budgets = hold(tx, project.id).await?;
    let exchanges = exchanges(tx, kind, records).await?;
    let overruns = overruns(&budgets, &exchanges)?;
    consume::refuse(tx.actor(), &budgets, &overruns)?;
    for overrun in &overruns {
        match overrun.policy {
            OverrunPolicy::Block | OverrunPolicy::RequireApproval => {
                return Err(consume::exceeded(tx.actor(), &budgets, overrun));
            }
            OverrunPolicy::Warn => {}
        }
    }
    let remaining: Vec<Option<i64>> = budgets.iter().map(|budget| budget.remaining).collect();
    let booked = exchange(tx, project, &exchanges, &mut budgets).await?;
    for (budget, remaining) in budgets.iter().zip(remaining) {
        let Some(overrun) = overruns.iter().find(|overrun| overrun.budget == budget.id) else {
            continue;
        };
        let dearest = exchanges
            .iter()
            .zip(&booked)
            .max_by_key(|(of, _)| more(budget, of));
        if let Some((of, entry)) = dearest {
            decision::warn(tx, budget, overrun, remaining, (of.after.source, Some(entry.id))).await?;
        }
    }
    Ok(())
}

/// Writes the entries and what they change. The entries that came anew, in the order of the exchanges.
async fn exchange(
    tx: &Tx,
    project: &project::Model,
    exchanges: &[Exchange],
    budgets: &mut Vec<budget::Model>,
) -> Result<Vec<cost_entry::Model>> {
    let (mut written, mut booked, mut is_drawn) = (vec![], vec![], false);
    for Exchange { before, after } in exchanges {
        if before.commitment_id.is_some() {
            // A commitment knows how much of it every single entry has used.
            ledger::reverse(tx, before, before.on_date).await?;
            booked.push(ledger::post(tx, project, after).await?);
            is_drawn = true;
            continue;
        }
        written.push(tx.insert(ledger::reversal(before, before.on_date)).await?);
        let entry = tx.insert(ledger::row(project, after, 0)).await?;
        written.push(entry.clone());
        booked.push(entry);
    }
    if is_drawn {
        *budgets = hold(tx, project.id).await?;
    }
    rollup::add_all(tx, &written).await?;
    meter::count_all(tx, budgets, &written).await?;
    Ok(booked)
}

/// The entries of the ledger that these records have, and what is booked in place of each.
async fn exchanges(tx: &Tx, kind: Kind, records: &[Rebooking]) -> Result<Vec<Exchange>> {
    let of_records = Condition::all()
        .add(Column::SourceKind.eq(kind.name()))
        .add(Column::SourceId.is_in(records.iter().map(|record| record.id)));
    let entries = tx.rows::<cost_entry::Entity>(of_records);
    let mut standing = ledger::not_taken_back(entries.all(tx.connection().await?).await?);
    let mut exchanges = vec![];
    for record in records {
        let of_record = standing.iter().position(|entry| entry.source_id == record.id);
        let missing = || Error::internal("pricing anew what is not in the ledger");
        let before = standing.swap_remove(of_record.ok_or_else(missing)?);
        let after = anew(&before, kind, record);
        after.check()?;
        exchanges.push(Exchange { before, after });
    }
    Ok(exchanges)
}

fn anew(entry: &cost_entry::Model, kind: Kind, record: &Rebooking) -> Posting {
    let original = entry
        .original_minor
        .zip(entry.original_currency)
        .zip(entry.fx_rate);
    Posting {
        kind: entry.kind,
        on: entry.on_date,
        phase: entry.phase_id,
        member: entry.member_id,
        work_role: entry.work_role_id,
        category: entry.category.clone(),
        minutes: entry.minutes,
        billable: entry.billable,
        pass_through: entry.pass_through,
        cost: record.cost,
        price: record.price,
        original: original.map(|((minor, currency), fx_rate)| Original {
            minor,
            currency,
            fx_rate,
        }),
        source: Source { kind, id: record.id },
        commitment: entry.commitment_id,
    }
}

/// The budgets that have not enough left for what changes altogether.
fn overruns(budgets: &[budget::Model], exchanges: &[Exchange]) -> Result<Vec<Overrun>> {
    let mut overruns = vec![];
    for budget in budgets {
        let mut requested = 0;
        for exchange in exchanges {
            requested = meter::plus(requested, more(budget, exchange))?;
        }
        overruns.extend(consume::overrun(budget, requested, 0)?);
    }
    Ok(overruns)
}

/// By how much more an exchange takes of a budget.
fn more(budget: &budget::Model, Exchange { before, after }: &Exchange) -> i64 {
    let taken = |cost, price, minutes: i32| meter::taken(budget.basis, (cost, price, minutes.into()));
    taken(after.cost, after.price, after.minutes)
        - taken(before.cost_minor, before.price_minor, before.minutes)
}
