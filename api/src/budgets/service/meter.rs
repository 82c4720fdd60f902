//! What a budget has and what was used of it.

use entity::{
    budget::{self, BudgetBasis},
    cost_entry,
    value::Id,
};
use sea_orm::ConnectionTrait;

use super::alert;
use crate::kernel::{
    error::{Result, UserError},
    tx::Tx,
};

/// What a cost takes of a budget of this basis. A cost that nobody knows takes nothing.
pub(super) const fn taken(basis: BudgetBasis, (cost, price, minutes): (Option<i64>, i64, i64)) -> i64 {
    match (basis, cost) {
        (BudgetBasis::Cost, Some(cost)) => cost,
        (BudgetBasis::Cost, None) => 0,
        (BudgetBasis::Price, _) => price,
        (BudgetBasis::Minutes, _) => minutes,
    }
}

/// What was used of a budget: commitments count where it says so.
pub(super) fn used(budget: &budget::Model) -> Result<i64> {
    if budget.include_committed {
        plus(budget.consumed, budget.committed)
    } else {
        Ok(budget.consumed)
    }
}

/// What of a budget is bound already: consumed, or promised, whether promises count or not.
pub(super) fn bound(budget: &budget::Model) -> Result<i64> {
    plus(budget.consumed, budget.committed)
}

/// A sum that still fits.
pub(super) fn plus(one: i64, other: i64) -> Result<i64> {
    one.checked_add(other)
        .ok_or_else(|| UserError::too_large("input", say!("the amounts are too large to be added up")).into())
}

/// Works out what is left, as it is: less than nothing when more was used than approved.
pub(super) fn settle(budget: &mut budget::Model) -> Result<()> {
    let used = used(budget)?;
    budget.remaining = match budget.approved {
        Some(approved) => Some(plus(approved, used.saturating_neg())?),
        None => None,
    };
    budget.is_overrun = budget.remaining.is_some_and(i64::is_negative);
    Ok(())
}

/// Counts an entry of the ledger in every budget of its project. What it draws from a commitment is committed no longer.
pub(super) async fn count(
    tx: &Tx,
    budgets: &mut [budget::Model],
    entry: &cost_entry::Model,
    freed: Option<(Id<budget::Entity>, i64)>,
) -> Result<()> {
    let amounts = (entry.cost_minor, entry.price_minor, i64::from(entry.minutes));
    for budget in budgets {
        let consumed = taken(budget.basis, amounts);
        let freed = freed
            .filter(|(of, _)| *of == budget.id)
            .map_or(0, |(_, freed)| freed);
        if consumed == 0 && freed == 0 {
            continue;
        }
        budget.consumed = plus(budget.consumed, consumed)?;
        budget.committed = plus(budget.committed, -freed)?;
        keep(tx, budget).await?;
    }
    Ok(())
}

/// Counts entries of the ledger that use no commitment in every budget of their project, each budget once.
pub(super) async fn count_all(
    tx: &Tx,
    budgets: &mut [budget::Model],
    entries: &[cost_entry::Model],
) -> Result<()> {
    for budget in budgets {
        let mut consumed = 0;
        for entry in entries {
            let amounts = (entry.cost_minor, entry.price_minor, i64::from(entry.minutes));
            consumed = plus(consumed, taken(budget.basis, amounts))?;
        }
        if consumed != 0 {
            budget.consumed = plus(budget.consumed, consumed)?;
            keep(tx, budget).await?;
        }
    }
    Ok(())
}

/// Keeps the figures of a budget, and reports thresholds that they reach. This is no change of the budget itself: its version
/// stays.
pub(super) async fn keep(tx: &Tx, budget: &mut budget::Model) -> Result<()> {
    settle(budget)?;
    let mut binds = tx.caller().binds(tx.actor());
    let (agency, id) = (binds.agency(), binds.bind(budget.id));
    let (consumed, committed) = (binds.bind(budget.consumed), binds.bind(budget.committed));
    let (remaining, over) = (binds.bind(budget.remaining), binds.bind(budget.is_overrun));
    let sql = format!(
        "UPDATE budgets SET consumed = {consumed}, committed = {committed}, remaining = {remaining}, is_overrun = {over} \
         WHERE agency_id = {agency} AND id = {id}"
    );
    tx.connection().await?.execute_raw(binds.statement(sql)).await?;
    alert::watch(tx, budget).await
}
