//! Rules of commitments: what was promised and is not yet used counts in its budget, until costs use it or it is given back.

use entity::{
    budget,
    commitment::{self, CommitmentStatus},
    cost_entry,
    overrun_decision::{self, OverrunStatus},
    value::{Id, Kind},
};
use futures_util::future::BoxFuture;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use super::{
    consume::{self, Overrun},
    decided::Listener,
    hold::{hold, one},
    ledger::Posting,
    meter,
};
use crate::kernel::{
    error::{Result, UserError},
    event::EventType,
    tx::Tx,
};

/// What a cost draws from a commitment.
#[derive(Clone, Debug)]
pub(super) struct Drawing {
    /// The commitment.
    pub commitment: commitment::Model,
    /// So much of it.
    pub amount: i64,
}

/// What a commitment still holds.
pub(super) const fn open_part(commitment: &commitment::Model) -> i64 {
    match commitment.status {
        CommitmentStatus::Open => commitment.amount - commitment.consumed - commitment.released,
        CommitmentStatus::Pending | CommitmentStatus::Closed => 0,
    }
}

/// What a cost will draw from the commitment that it names: as much as there is, and no more than it costs.
pub(super) async fn drawing(
    tx: &Tx,
    posting: &Posting,
    budgets: &[budget::Model],
) -> Result<Option<Drawing>> {
    let Some(id) = posting.commitment else {
        return Ok(None);
    };
    let commitment = of_id(tx, id).await?;
    let budget = commitment
        .as_ref()
        .and_then(|commitment| budgets.iter().find(|budget| budget.id == commitment.budget_id));
    let (Some(commitment), Some(budget)) = (commitment, budget) else {
        return Err(UserError::not_found("input.commitmentId").into());
    };
    let amounts = (posting.cost, posting.price, i64::from(posting.minutes));
    let amount = meter::taken(budget.basis, amounts).clamp(0, open_part(&commitment));
    Ok(Some(Drawing { commitment, amount }))
}

/// Draws from a commitment: the budget, and what is committed there no longer.
pub(super) async fn draw(tx: &Tx, drawing: Option<Drawing>) -> Result<Option<(Id<budget::Entity>, i64)>> {
    let Some(Drawing { commitment, amount }) = drawing.filter(|drawing| drawing.amount != 0) else {
        return Ok(None);
    };
    let changes = commitment::ActiveModel {
        consumed: Set(commitment.consumed + amount),
        ..Default::default()
    };
    let commitment = tx.update(commitment, changes).await?;
    Ok(Some((commitment.budget_id, amount)))
}

/// Gives back to a commitment what an entry drew from it: the budget, and what is committed there no longer. A closed commitment
/// stays closed.
pub(super) async fn give_back(
    tx: &Tx,
    entry: &cost_entry::Model,
) -> Result<Option<(Id<budget::Entity>, i64)>> {
    let Some(id) = entry.commitment_id.filter(|_| entry.drawn != 0) else {
        return Ok(None);
    };
    let Some(commitment) = of_id(tx, id).await? else {
        return Ok(None);
    };
    let before = open_part(&commitment);
    let is_closed = commitment.status == CommitmentStatus::Closed;
    let changes = commitment::ActiveModel {
        consumed: Set(commitment.consumed - entry.drawn),
        released: Set(commitment.released + if is_closed { entry.drawn } else { 0 }),
        ..Default::default()
    };
    let commitment = tx.update(commitment, changes).await?;
    Ok(Some((commitment.budget_id, before - open_part(&commitment))))
}

/// Commitments that wait for somebody to approve them are told what was decided.
pub const LISTENER: Listener = Listener {
    source: Kind::Commitment,
    hear,
};

fn hear<'t>(tx: &'t Tx, decision: &'t overrun_decision::Model) -> BoxFuture<'t, Result<()>> {
    Box::pin(decided(tx, decision))
}

/// Opens a commitment that was approved, and closes one that was not.
async fn decided(tx: &Tx, decision: &overrun_decision::Model) -> Result<()> {
    let mut budgets = hold(tx, decision.project_id).await?;
    let pending = of_id(tx, Id::of(decision.source_id)).await?;
    let pending = pending.filter(|commitment| commitment.status == CommitmentStatus::Pending);
    let Some(commitment) = pending else { return Ok(()) };
    if decision.status != OverrunStatus::Approved {
        let changes = commitment::ActiveModel {
            status: Set(CommitmentStatus::Closed),
            status_reason: Set(decision.reason.clone()),
            released: Set(commitment.amount),
            ..Default::default()
        };
        let commitment = tx.update(commitment, changes).await?;
        tx.tell(EventType::CommitmentClosed, &commitment);
        return Ok(());
    }
    let overrun = beyond(one(&mut budgets, commitment.budget_id)?, commitment.amount)?;
    consume::refuse(tx.actor(), &budgets, overrun.as_slice())?;
    let changes = commitment::ActiveModel {
        status: Set(CommitmentStatus::Open),
        ..Default::default()
    };
    let commitment = tx.update(commitment, changes).await?;
    let budget = one(&mut budgets, commitment.budget_id)?;
    budget.committed = meter::plus(budget.committed, commitment.amount)?;
    meter::keep(tx, budget).await?;
    tx.tell(EventType::CommitmentOpened, &commitment);
    Ok(())
}

/// Whether a promise goes beyond a budget in which promises count.
fn beyond(budget: &budget::Model, amount: i64) -> Result<Option<Overrun>> {
    if budget.include_committed {
        consume::overrun(budget, amount, 0)
    } else {
        Ok(None)
    }
}

async fn of_id(tx: &Tx, id: Id<commitment::Entity>) -> Result<Option<commitment::Model>> {
    let wanted = Condition::all().add(commitment::Column::Id.eq(id));
    Ok(tx
        .rows::<commitment::Entity>(wanted)
        .one(tx.connection().await?)
        .await?)
}
