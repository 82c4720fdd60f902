//! Rules of versions of budgets: drafted, approved, and superseded by the next. A budget has one approved version at most.

use entity::{
    agency::OverrunPolicy,
    budget, budget_version,
    budget_version::BudgetVersionStatus,
    value::{Id, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder};

use super::{
    hold,
    lines::{self, Line},
    meter,
};
use crate::{
    budgets::input::{BudgetVersionApproveInput, BudgetVersionCreateInput, BudgetVersionDiscardInput},
    kernel::{
        error::{Result, UserError},
        event::EventType,
        patch::trim,
        policy::Action,
        state::State,
        tx::{Tx, Versioned},
    },
};

/// Drafts a version.
pub async fn create(tx: &Tx, input: BudgetVersionCreateInput) -> Result<budget_version::Model> {
    tx.may(Action::Create, Kind::BudgetVersion)?;
    input.check()?;
    let (project, _, budget) = hold::found(tx, Action::Update, input.budget_id).await?;
    let last = Condition::all().add(budget_version::Column::BudgetId.eq(budget.id));
    let last = tx
        .rows::<budget_version::Entity>(last)
        .order_by_desc(budget_version::Column::Number)
        .one(tx.connection().await?)
        .await?;
    let lines = if input.copy_approved == Some(true) {
        approved_lines(tx, &budget).await?
    } else {
        lines::given(tx, &project, input.lines.unwrap_or_default(), budget.currency).await?
    };
    let row = budget_version::ActiveModel {
        budget_id: Set(budget.id),
        project_id: Set(budget.project_id),
        number: Set(last.map_or(1, |last| last.number + 1)),
        status: Set(BudgetVersionStatus::Draft),
        reason: Set(trim(input.reason)),
        total: Set(lines::total(lines.iter().map(|line| line.amount))?),
        currency: Set(budget.currency),
        ..Default::default()
    };
    let version = tx.insert(row).await?;
    lines::write(tx, &version, &lines).await?;
    tx.tell(EventType::BudgetVersionCreated, &version);
    Ok(version)
}

/// Approves a draft: it takes the place of the approved version. Less than what is consumed and committed is approved only with a
/// reason, and only where the budget warns.
pub async fn approve(tx: &Tx, input: BudgetVersionApproveInput) -> Result<budget_version::Model> {
    let (_, mut budgets, version) = hold::found(tx, Action::Update, input.id).await?;
    let version = version.at(Some(input.expected_version))?;
    input.check()?;
    version.status.step(BudgetVersionStatus::Approved)?;
    let budget = hold::one(&mut budgets, version.budget_id)?;
    let reason = trim(input.reason).or_else(|| version.reason.clone());
    if version.total < meter::bound(budget)? {
        match (budget.overrun_policy, &reason) {
            (OverrunPolicy::Warn, Some(_)) => {}
            (OverrunPolicy::Warn, None) => return Err(UserError::required("input.reason").into()),
            (OverrunPolicy::Block | OverrunPolicy::RequireApproval, _) => {
                let message = say!("more than this is used already, and the budget allows no overrun");
                return Err(UserError::invalid_state(message).into());
            }
        }
    }
    if let Some(current) = budget.current_version_id {
        supersede(tx, Id::of(current)).await?;
    }
    let changes = budget_version::ActiveModel {
        status: Set(BudgetVersionStatus::Approved),
        reason: Set(reason),
        approved_at: Set(Some(tx.now())),
        approved_by: Set(tx.actor().member_id),
        ..Default::default()
    };
    let version = tx.update(version, changes).await?;
    tx.tell(EventType::BudgetVersionApproved, &version);
    let changes = budget::ActiveModel {
        current_version_id: Set(Some(version.id.uuid())),
        approved: Set(Some(version.total)),
        ..Default::default()
    };
    let mut budget = tx.update(budget.clone(), changes).await?;
    tx.tell(EventType::BudgetUpdated, &budget);
    meter::keep(tx, &mut budget).await?;
    Ok(version)
}

/// Gives a draft up.
pub async fn discard(tx: &Tx, input: BudgetVersionDiscardInput) -> Result<budget_version::Model> {
    let (_, _, version) = hold::found(tx, Action::Update, input.id).await?;
    let version = version.at(input.expected_version)?;
    input.check()?;
    version.status.step(BudgetVersionStatus::Discarded)?;
    let changes = budget_version::ActiveModel {
        status: Set(BudgetVersionStatus::Discarded),
        ..Default::default()
    };
    let version = tx.update(version, changes).await?;
    tx.tell_why(EventType::BudgetVersionDiscarded, &version, trim(input.reason));
    Ok(version)
}

/// Lets the approved version be followed by another.
pub(super) async fn supersede(tx: &Tx, id: Id<budget_version::Entity>) -> Result<()> {
    let this = Condition::all().add(budget_version::Column::Id.eq(id));
    let current = tx
        .rows::<budget_version::Entity>(this)
        .one(tx.connection().await?)
        .await?;
    if let Some(current) = current {
        let changes = budget_version::ActiveModel {
            status: Set(BudgetVersionStatus::Superseded),
            ..Default::default()
        };
        let current = tx.update(current, changes).await?;
        tx.tell(EventType::BudgetVersionSuperseded, &current);
    }
    Ok(())
}

/// The lines of the approved version, for another one.
pub(super) async fn approved_lines(tx: &Tx, budget: &budget::Model) -> Result<Vec<Line>> {
    match budget.current_version_id {
        Some(current) => lines::copied(tx, Id::of(current)).await,
        None => Err(UserError::invalid("input.copyApproved", say!("no version is approved")).into()),
    }
}
