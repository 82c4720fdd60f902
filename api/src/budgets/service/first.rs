//! What a project may cost as it was agreed with the client: approved in the unit of work of the agreement, whoever agrees.

use entity::{
    agency::OverrunPolicy,
    budget::{self, BudgetBasis},
    budget_version,
    budget_version::BudgetVersionStatus,
    contract_amendment, phase, project,
    value::{Id, exact::allocate},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder};

use super::{
    budget::{default_policy, with_nothing},
    hold::hold,
    lines::{self, Line},
    meter,
    version::{approved_lines, supersede},
};
use crate::kernel::{
    error::{Result, UserError},
    event::EventType,
    tx::Tx,
};

/// What a phase may cost.
#[derive(Clone, Debug)]
pub struct FirstLine {
    /// The phase.
    pub phase: Id<phase::Entity>,
    /// What it is planned to cost, in minor units.
    pub amount: i64,
}

/// What an amendment changes of a budget.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// The amendment.
    pub amendment: Id<contract_amendment::Entity>,
    /// What it is about.
    pub title: &'a str,
    /// Why the budget changes.
    pub reason: &'a str,
    /// What the planned cost changes by, in minor units.
    pub delta: i64,
}

/// A version to come.
struct Next {
    lines: Vec<Line>,
    total: i64,
    reason: String,
    amendment: Option<Id<contract_amendment::Entity>>,
}

/// Approves what phases may cost: as the first version of the project's budget, or on top of what is approved there already.
///
/// # Errors
/// When the amounts are too large, or the database refuses.
pub async fn approve(tx: &Tx, project: &project::Model, reason: &str, lines: &[FirstLine]) -> Result<()> {
    let is_new = tx.is_new(project.id.uuid());
    let budgets = if is_new {
        vec![]
    } else {
        hold(tx, project.id).await?
    };
    let known = budgets
        .into_iter()
        .find(|budget| budget.basis == BudgetBasis::Cost);
    let mut all = match &known {
        Some(budget) if budget.current_version_id.is_some() => approved_lines(tx, budget).await?,
        Some(_) | None => vec![],
    };
    all.extend(lines.iter().map(|line| Line {
        phase: Some(line.phase),
        amount: line.amount,
        ..Line::default()
    }));
    let next = Next::of(all, reason, None)?;
    if let Some(budget) = known {
        return follow(tx, budget, next).await;
    }
    let version = Id::<budget_version::Entity>::of(tx.uuid());
    let policy = default_policy(tx).await?;
    let row = budget::ActiveModel {
        current_version_id: Set(Some(version.uuid())),
        approved: Set(Some(next.total)),
        remaining: Set(Some(next.total)),
        ..with_nothing(project, BudgetBasis::Cost, policy)
    };
    if is_new {
        let budget = tx.insert(row).await?;
        tx.tell(EventType::BudgetCreated, &budget);
        return put(tx, &budget, version, 1, next).await;
    }
    let consumed = super::budget::consumed(tx, project, BudgetBasis::Cost).await?;
    let row = budget::ActiveModel {
        consumed: Set(consumed),
        ..row
    };
    let mut budget = tx.insert(row).await?;
    tx.tell(EventType::BudgetCreated, &budget);
    put(tx, &budget, version, 1, next).await?;
    meter::keep(tx, &mut budget).await
}

/// Changes what is approved by an amendment that the client has accepted. What is more is a line of its own; what is less is
/// taken off all lines in proportion. A project without an approved budget of its costs stays without.
///
/// # Errors
/// `INVALID_STATE` when more is used already than would be left, and the budget allows no overrun.
pub async fn amend(tx: &Tx, project: Id<project::Entity>, change: Change<'_>) -> Result<()> {
    let budgets = hold(tx, project).await?;
    let is_approved =
        |budget: &budget::Model| budget.basis == BudgetBasis::Cost && budget.current_version_id.is_some();
    let Some(budget) = budgets.into_iter().find(is_approved) else {
        return Ok(());
    };
    let mut lines = approved_lines(tx, &budget).await?;
    if change.delta > 0 {
        lines.push(Line {
            note: Some(change.title.to_owned()),
            amount: change.delta,
            ..Line::default()
        });
    } else {
        take_off(&mut lines, change.delta)?;
    }
    let next = Next::of(lines, change.reason, Some(change.amendment))?;
    if change.delta < 0 && next.total < meter::bound(&budget)? {
        match budget.overrun_policy {
            OverrunPolicy::Warn => {}
            OverrunPolicy::Block | OverrunPolicy::RequireApproval => {
                let message = say!("the agency cannot agree to this change at the moment");
                return Err(UserError::invalid_state(message).into());
            }
        }
    }
    follow(tx, budget, next).await
}

impl Next {
    fn of(lines: Vec<Line>, reason: &str, amendment: Option<Id<contract_amendment::Entity>>) -> Result<Self> {
        let total = lines::total(amounts(&lines))?;
        Ok(Self {
            lines,
            total,
            reason: reason.to_owned(),
            amendment,
        })
    }
}

fn amounts(lines: &[Line]) -> Vec<i64> {
    lines.iter().map(|line| line.amount).collect()
}

/// Takes what is less off all lines in proportion; no line goes below nothing.
fn take_off(lines: &mut [Line], delta: i64) -> Result<()> {
    let amounts = amounts(lines);
    let total = lines::total(amounts.iter().copied())?;
    let parts = allocate(delta, &amounts).filter(|_| total.saturating_add(delta) >= 0);
    let Some(parts) = parts else {
        return Err(
            UserError::invalid_state(say!("the agency cannot agree to this change at the moment")).into(),
        );
    };
    for ((line, amount), part) in lines.iter_mut().zip(amounts).zip(parts) {
        line.resize(meter::plus(amount, part)?)?;
    }
    Ok(())
}

/// Lets a version follow the approved one of a budget that is held.
async fn follow(tx: &Tx, budget: budget::Model, next: Next) -> Result<()> {
    if let Some(current) = budget.current_version_id {
        supersede(tx, Id::of(current)).await?;
    }
    let of_budget = Condition::all().add(budget_version::Column::BudgetId.eq(budget.id));
    let last = tx
        .rows::<budget_version::Entity>(of_budget)
        .order_by_desc(budget_version::Column::Number)
        .one(tx.connection().await?)
        .await?;
    let number = last.map_or(1, |last| last.number.saturating_add(1));
    let version = Id::<budget_version::Entity>::of(tx.uuid());
    let changes = budget::ActiveModel {
        current_version_id: Set(Some(version.uuid())),
        approved: Set(Some(next.total)),
        ..Default::default()
    };
    put(tx, &budget, version, number, next).await?;
    let mut budget = tx.update(budget, changes).await?;
    tx.tell(EventType::BudgetUpdated, &budget);
    meter::keep(tx, &mut budget).await
}

/// Writes a version that is approved as it is made.
async fn put(
    tx: &Tx,
    budget: &budget::Model,
    id: Id<budget_version::Entity>,
    number: i32,
    next: Next,
) -> Result<()> {
    let Next {
        lines,
        total,
        reason,
        amendment,
    } = next;
    let row = budget_version::ActiveModel {
        id: Set(id),
        budget_id: Set(budget.id),
        project_id: Set(budget.project_id),
        number: Set(number),
        status: Set(BudgetVersionStatus::Approved),
        reason: Set(Some(reason)),
        total: Set(total),
        currency: Set(budget.currency),
        approved_at: Set(Some(tx.now())),
        approved_by: Set(tx.actor().member_id.filter(|_| !tx.actor().is_portal())),
        amendment_id: Set(amendment.map(Id::uuid)),
        ..Default::default()
    };
    let version = tx.insert(row).await?;
    lines::write(tx, &version, &lines).await?;
    tx.tell(EventType::BudgetVersionApproved, &version);
    Ok(())
}
