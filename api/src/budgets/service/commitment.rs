//! Rules of commitments: what was promised and is not yet used counts in its budget, until costs use it or it is given back.

use entity::{
    agency::OverrunPolicy,
    budget,
    commitment::{self, CommitmentStatus},
    membership::{self, MemberStatus, Role},
    overrun_decision::{self, OverrunStatus},
    value::{Id, Kind},
};
use futures_util::future::BoxFuture;
use sea_orm::ActiveValue::{NotSet, Set};

use super::{
    amount::{self, Given},
    consume::{self, Overrun},
    decided::Listener,
    decision,
    drawing::{of_id, open_part},
    hold::{found, hold, one, under},
    ledger::Source,
    lines, meter,
};
use crate::{
    budgets::input::{
        CommitmentCloseInput, CommitmentCreateInput, CommitmentReleaseInput, CommitmentUpdateInput,
    },
    kernel::{
        error::{Result, UserError},
        event::EventType,
        patch::{needed, optional, trim, trimmed},
        policy::Action,
        state::State,
        tx::{Tx, Versioned},
    },
    projects::service::going_on,
};

/// Promises something of a budget.
pub async fn create(tx: &Tx, input: CommitmentCreateInput) -> Result<commitment::Model> {
    tx.may(Action::Create, Kind::Commitment)?;
    input.check()?;
    let (project, budgets, budget) = under::<budget::Entity>(tx, input.budget_id, "input.budgetId").await?;
    lines::is_of_project(tx, project.id, input.phase_id).await?;
    works(tx, input.member_id).await?;
    going_on(&project)?;
    let given = Given {
        money: input.amount,
        minutes: input.minutes,
    };
    let amount = given.some(budget.currency, "input")?;
    let promise = commitment::ActiveModel {
        budget_id: Set(budget.id),
        project_id: Set(budget.project_id),
        phase_id: Set(input.phase_id),
        member_id: Set(input.member_id),
        vendor: Set(trim(input.vendor)),
        description: Set(input.description.trim().to_owned()),
        status_reason: Set(None),
        amount: Set(amount),
        consumed: Set(0),
        released: Set(0),
        currency: Set(budget.currency),
        source_kind: Set(None),
        source_id: Set(None),
        ..Default::default()
    };
    open(tx, budgets, &budget, (amount, promise)).await
}

/// Promises something of a budget of a project that is held, as far as the budget lets it pass: one that asks keeps the commitment
/// waiting until somebody decides.
async fn open(
    tx: &Tx,
    mut budgets: Vec<budget::Model>,
    budget: &budget::Model,
    (amount, promise): (i64, commitment::ActiveModel),
) -> Result<commitment::Model> {
    let overrun = beyond(budget, amount)?;
    consume::refuse(tx.actor(), &budgets, overrun.as_slice())?;
    let waits = overrun
        .as_ref()
        .filter(|overrun| overrun.policy == OverrunPolicy::RequireApproval);
    let status = if waits.is_some() {
        CommitmentStatus::Pending
    } else {
        CommitmentStatus::Open
    };
    let promise = commitment::ActiveModel {
        status: Set(status),
        ..promise
    };
    let commitment = tx.insert(promise).await?;
    if let Some(overrun) = waits {
        decision::ask(tx, &budgets, overrun, source(&commitment), None).await?;
        tx.tell(EventType::CommitmentRequested, &commitment);
        return Ok(commitment);
    }
    tx.tell(EventType::CommitmentOpened, &commitment);
    let before = budget.remaining;
    let budget = one(&mut budgets, budget.id)?;
    commit(tx, budget, amount).await?;
    if let Some(overrun) = &overrun {
        decision::warn(tx, budget, overrun, before, (source(&commitment), None)).await?;
    }
    Ok(commitment)
}

/// Changes what is said of a commitment.
pub async fn update(tx: &Tx, input: CommitmentUpdateInput) -> Result<commitment::Model> {
    let (project, _, commitment) = found::<commitment::Entity>(tx, Action::Update, input.id).await?;
    let commitment = commitment.at(input.expected_version)?;
    input.check()?;
    lines::is_of_project(tx, project.id, input.phase_id.value().copied()).await?;
    if commitment.status == CommitmentStatus::Closed {
        return Err(UserError::invalid_state(say!("the commitment is closed")).into());
    }
    let changes = commitment::ActiveModel {
        phase_id: optional(input.phase_id),
        description: needed(trimmed(input.description)),
        ..Default::default()
    };
    let commitment = tx.update(commitment, changes).await?;
    tx.tell(EventType::CommitmentUpdated, &commitment);
    Ok(commitment)
}

/// Gives back a part of a commitment.
pub async fn release(tx: &Tx, input: CommitmentReleaseInput) -> Result<commitment::Model> {
    let (_, mut budgets, commitment) = found::<commitment::Entity>(tx, Action::Update, input.id).await?;
    let commitment = commitment.at(input.expected_version)?;
    input.check()?;
    if commitment.status != CommitmentStatus::Open {
        return Err(UserError::invalid_state(say!("the commitment is not open")).into());
    }
    let given = Given {
        money: input.amount,
        minutes: input.minutes,
    };
    let amount = given.some(commitment.currency, "input")?;
    if amount > open_part(&commitment) {
        let path = amount::place(commitment.currency, "input");
        return Err(UserError::too_large(&path, say!("the commitment holds less than this")).into());
    }
    let reason = trim(input.reason);
    let changes = commitment::ActiveModel {
        released: Set(meter::plus(commitment.released, amount)?),
        status_reason: reason.clone().map_or(NotSet, |reason| Set(Some(reason))),
        ..Default::default()
    };
    let commitment = tx.update(commitment, changes).await?;
    tx.tell_why(EventType::CommitmentReleased, &commitment, reason);
    commit(tx, one(&mut budgets, commitment.budget_id)?, -amount).await?;
    Ok(commitment)
}

/// Closes a commitment: what is left of it is given back. One that still waits is taken back.
pub async fn close(tx: &Tx, input: CommitmentCloseInput) -> Result<commitment::Model> {
    let (_, mut budgets, commitment) = found::<commitment::Entity>(tx, Action::Update, input.id).await?;
    let commitment = commitment.at(input.expected_version)?;
    input.check()?;
    commitment.status.step(CommitmentStatus::Closed)?;
    decision::withdraw(tx, source(&commitment)).await?;
    let left = open_part(&commitment);
    let commitment = ended(tx, commitment, trim(input.reason)).await?;
    commit(tx, one(&mut budgets, commitment.budget_id)?, -left).await?;
    Ok(commitment)
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
        ended(tx, commitment, decision.reason.clone()).await?;
        return Ok(());
    }
    let overrun = beyond(one(&mut budgets, commitment.budget_id)?, commitment.amount)?;
    consume::refuse(tx.actor(), &budgets, overrun.as_slice())?;
    let changes = commitment::ActiveModel {
        status: Set(CommitmentStatus::Open),
        ..Default::default()
    };
    let commitment = tx.update(commitment, changes).await?;
    tx.tell(EventType::CommitmentOpened, &commitment);
    let budget = one(&mut budgets, commitment.budget_id)?;
    commit(tx, budget, commitment.amount).await
}

/// Counts more or less as committed.
async fn commit(tx: &Tx, budget: &mut budget::Model, amount: i64) -> Result<()> {
    budget.committed = meter::plus(budget.committed, amount)?;
    meter::keep(tx, budget).await
}

/// Whether a promise goes beyond a budget in which promises count.
fn beyond(budget: &budget::Model, amount: i64) -> Result<Option<Overrun>> {
    if budget.include_committed {
        consume::overrun(budget, amount, 0)
    } else {
        Ok(None)
    }
}

async fn ended(tx: &Tx, commitment: commitment::Model, reason: Option<String>) -> Result<commitment::Model> {
    let changes = commitment::ActiveModel {
        status: Set(CommitmentStatus::Closed),
        status_reason: Set(reason.clone()),
        released: Set(meter::plus(commitment.amount, -commitment.consumed)?),
        ..Default::default()
    };
    let commitment = tx.update(commitment, changes).await?;
    tx.tell_why(EventType::CommitmentClosed, &commitment, reason);
    Ok(commitment)
}

/// Refuses to promise something to somebody who does not work for the agency.
async fn works(tx: &Tx, member: Option<Id<membership::Entity>>) -> Result<()> {
    let Some(member) = member else { return Ok(()) };
    let member = tx.refer::<membership::Entity>(member, "input.memberId").await?;
    if member.role == Role::Portal || member.status != MemberStatus::Active {
        let message = say!("this person does not work for the agency");
        return Err(UserError::invalid("input.memberId", message).into());
    }
    Ok(())
}

const fn source(commitment: &commitment::Model) -> Source {
    Source {
        kind: Kind::Commitment,
        id: commitment.id.uuid(),
    }
}
