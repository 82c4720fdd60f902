//! Booking costs as far as the budgets of the project allow. Looking and booking are one unit of work that holds the project, so
//! that of two costs at the same time the second sees the first.

use chrono::NaiveDate;
use entity::{agency::OverrunPolicy, budget, cost_entry, overrun_decision, project, value::Id};

use super::{
    decision,
    drawing::{self, Drawing},
    hold::hold,
    ledger::{self, Posting, Source},
    meter,
};
use crate::kernel::{
    actor::Actor,
    error::{Detail, Error, Result, UserError, UserErrorCode},
    policy::Right,
    tx::Tx,
};

/// What became of a cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Consumption {
    /// It is booked; budgets that only warn may say so.
    Posted(cost_entry::Model),
    /// It is beyond a budget, and waits for somebody to decide. Nothing is booked; the module of its source is told what was
    /// decided.
    Pending(overrun_decision::Model),
}

/// A budget that a cost goes beyond.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overrun {
    /// The budget.
    pub budget: Id<budget::Entity>,
    /// What it does with such costs.
    pub policy: OverrunPolicy,
    /// What the cost takes of it.
    pub requested: i64,
}

/// Books a cost, unless a budget of the project refuses it or wants somebody to decide.
///
/// A budget that blocks goes before one that asks, and one that asks before one that warns. What gives back instead of taking is
/// never refused. A project without an approved budget lets all pass.
///
/// # Errors
/// `LIMIT_REACHED` when a budget blocks the cost.
pub async fn consume(tx: &Tx, project: &project::Model, posting: &Posting) -> Result<Consumption> {
    posting.check()?;
    let mut budgets = hold(tx, project.id).await?;
    let drawing = drawing::drawing(tx, posting, &budgets).await?;
    let overruns = overruns(&budgets, posting, drawing.as_ref())?;
    refuse(tx.actor(), &budgets, &overruns)?;
    let asks = overruns
        .iter()
        .find(|overrun| overrun.policy == OverrunPolicy::RequireApproval);
    if let Some(overrun) = asks {
        return Ok(Consumption::Pending(
            decision::ask(tx, &budgets, overrun, posting.source, Some(posting)).await?,
        ));
    }
    book(tx, project, posting, drawing, (&mut budgets, &overruns))
        .await
        .map(Consumption::Posted)
}

/// Books a cost that somebody approved: budgets that ask let it pass, those that block do not.
pub(super) async fn consume_approved(
    tx: &Tx,
    project: &project::Model,
    posting: &Posting,
    budgets: &mut [budget::Model],
) -> Result<cost_entry::Model> {
    let drawing = drawing::drawing(tx, posting, budgets).await?;
    let overruns = overruns(budgets, posting, drawing.as_ref())?;
    refuse(tx.actor(), budgets, &overruns)?;
    book(tx, project, posting, drawing, (budgets, &overruns)).await
}

/// Takes back all that was booked for a record, each entry on its own day unless another is given, and what still waits for
/// somebody to decide.
///
/// # Errors
/// When the database refuses.
pub async fn release(
    tx: &Tx,
    project: &project::Model,
    source: Source,
    on: Option<NaiveDate>,
) -> Result<Vec<cost_entry::Model>> {
    hold(tx, project.id).await?;
    decision::withdraw(tx, source).await?;
    let mut reversals = vec![];
    for entry in ledger::standing(tx, source).await? {
        reversals.push(ledger::reverse(tx, &entry, on.unwrap_or(entry.on_date)).await?);
    }
    Ok(reversals)
}

async fn book(
    tx: &Tx,
    project: &project::Model,
    posting: &Posting,
    drawing: Option<Drawing>,
    (budgets, overruns): (&mut [budget::Model], &[Overrun]),
) -> Result<cost_entry::Model> {
    let before: Vec<Option<i64>> = budgets.iter().map(|budget| budget.remaining).collect();
    let entry = ledger::record(tx, project, posting, drawing, budgets).await?;
    for (budget, remaining) in budgets.iter().zip(before) {
        let warned = overruns
            .iter()
            .find(|overrun| overrun.budget == budget.id && overrun.policy == OverrunPolicy::Warn);
        if let Some(overrun) = warned {
            decision::warn(tx, budget, overrun, remaining, (posting.source, Some(entry.id))).await?;
        }
    }
    Ok(entry)
}

/// The budgets that a cost goes beyond.
fn overruns(budgets: &[budget::Model], posting: &Posting, drawing: Option<&Drawing>) -> Result<Vec<Overrun>> {
    let amounts = (posting.cost, posting.price, i64::from(posting.minutes));
    let mut overruns = vec![];
    for budget in budgets {
        let requested = meter::taken(budget.basis, amounts);
        let promised = drawing
            .filter(|drawing| drawing.commitment.budget_id == budget.id && budget.include_committed)
            .map_or(0, |drawing| drawing.amount);
        overruns.extend(overrun(budget, requested, promised)?);
    }
    Ok(overruns)
}

/// Whether a request goes beyond a budget; what was promised before counts already.
pub(super) fn overrun(budget: &budget::Model, requested: i64, promised: i64) -> Result<Option<Overrun>> {
    let Some(remaining) = budget.remaining else {
        return Ok(None);
    };
    let more = meter::plus(requested, -promised)?;
    Ok((more > 0 && more > remaining).then_some(Overrun {
        budget: budget.id,
        policy: budget.overrun_policy,
        requested,
    }))
}

/// Refuses what a budget blocks.
pub(super) fn refuse(actor: &Actor, budgets: &[budget::Model], overruns: &[Overrun]) -> Result<()> {
    let blocked = overruns
        .iter()
        .find(|overrun| overrun.policy == OverrunPolicy::Block);
    match blocked {
        Some(overrun) => Err(exceeded(actor, budgets, overrun)),
        None => Ok(()),
    }
}

/// What a budget says that has not enough left. Figures are told only to those who may know what things cost.
pub(super) fn exceeded(actor: &Actor, budgets: &[budget::Model], overrun: &Overrun) -> Error {
    let budget = budgets.iter().find(|budget| budget.id == overrun.budget);
    let remaining = budget.and_then(|budget| budget.remaining);
    let figures = remaining
        .map(|remaining| (remaining, overrun.requested))
        .filter(|_| actor.has(Right::Costs));
    let message = say!("this is more than the budget of the project has left");
    let error = UserError::new(UserErrorCode::LimitReached, "input", message);
    UserError {
        detail: Detail::BudgetExceeded {
            policy: overrun.policy,
            currency: budget.and_then(|budget| budget.currency),
            figures,
        },
        ..error
    }
    .into()
}
