//! What costs draw from commitments, and give back when they are taken back.

use entity::{
    budget,
    commitment::{self, CommitmentStatus},
    cost_entry,
    value::Id,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use super::{ledger::Posting, meter};
use crate::kernel::{
    error::{Result, UserError},
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

/// The commitment with this id.
pub(super) async fn of_id(tx: &Tx, id: Id<commitment::Entity>) -> Result<Option<commitment::Model>> {
    let wanted = Condition::all().add(commitment::Column::Id.eq(id));
    Ok(tx
        .rows::<commitment::Entity>(wanted)
        .one(tx.connection().await?)
        .await?)
}
