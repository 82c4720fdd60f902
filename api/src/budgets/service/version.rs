//! Rules of versions of budgets: drafted, approved, and superseded by the next. A budget has one approved version at most.

use entity::{
    agency::OverrunPolicy,
    budget::{self, BudgetBasis},
    budget_line, budget_version,
    budget_version::BudgetVersionStatus,
    phase, project,
    value::{Id, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder};

use super::{hold, meter};
use crate::{
    budgets::input::{
        BudgetLineInput, BudgetVersionApproveInput, BudgetVersionCreateInput, BudgetVersionDiscardInput,
    },
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
        given_lines(tx, &budget, &project, input.lines.unwrap_or_default()).await?
    };
    let mut total = 0_i64;
    for line in &lines {
        total = meter::plus(total, line.amount.try_as_ref().copied().unwrap_or(0))?;
    }
    let row = budget_version::ActiveModel {
        budget_id: Set(budget.id),
        project_id: Set(budget.project_id),
        number: Set(last.map_or(1, |last| last.number + 1)),
        status: Set(BudgetVersionStatus::Draft),
        reason: Set(trim(input.reason)),
        total: Set(total),
        currency: Set(budget.currency),
        ..Default::default()
    };
    let version = tx.insert(row).await?;
    let mut position = 0;
    for mut line in lines {
        position += 1;
        line.budget_version_id = Set(version.id);
        line.budget_id = Set(budget.id);
        line.project_id = Set(budget.project_id);
        line.position = Set(position);
        line.currency = Set(budget.currency);
        tx.insert(line).await?;
    }
    tx.tell(EventType::BudgetVersionCreated, &version);
    Ok(version)
}

/// Approves a draft: it takes the place of the approved version. Less than what is consumed is approved only with a reason, and
/// only where the budget warns.
pub async fn approve(tx: &Tx, input: BudgetVersionApproveInput) -> Result<budget_version::Model> {
    let (_, mut budgets, version) = hold::found(tx, Action::Update, input.id).await?;
    let version = version.at(Some(input.expected_version))?;
    input.check()?;
    version.status.step(BudgetVersionStatus::Approved)?;
    let budget = hold::one(&mut budgets, version.budget_id)?;
    let reason = trim(input.reason).or_else(|| version.reason.clone());
    if version.total < meter::used(budget)? {
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
pub(super) async fn approved_lines(tx: &Tx, budget: &budget::Model) -> Result<Vec<budget_line::ActiveModel>> {
    let Some(current) = budget.current_version_id else {
        return Err(UserError::invalid("input.copyApproved", say!("no version is approved")).into());
    };
    let of_current = Condition::all().add(budget_line::Column::BudgetVersionId.eq(current));
    let lines = tx
        .rows::<budget_line::Entity>(of_current)
        .order_by_asc(budget_line::Column::Position)
        .all(tx.connection().await?)
        .await?;
    let copy = |line: budget_line::Model| budget_line::ActiveModel {
        phase_id: Set(line.phase_id),
        category: Set(line.category),
        work_role: Set(line.work_role),
        contingency: Set(line.contingency),
        note: Set(line.note),
        amount: Set(line.amount),
        ..Default::default()
    };
    Ok(lines.into_iter().map(copy).collect())
}

async fn given_lines(
    tx: &Tx,
    budget: &budget::Model,
    project: &project::Model,
    lines: Vec<BudgetLineInput>,
) -> Result<Vec<budget_line::ActiveModel>> {
    let of_project = Condition::all().add(phase::Column::ProjectId.eq(project.id));
    let phases = tx
        .rows::<phase::Entity>(of_project)
        .all(tx.connection().await?)
        .await?;
    let mut rows = vec![];
    for (at, line) in lines.into_iter().enumerate() {
        let path = format!("input.lines.{at}");
        if let Some(id) = line.phase_id
            && phases.iter().all(|phase| phase.id != id)
        {
            return Err(UserError::not_found(&format!("{path}.phaseId")).into());
        }
        rows.push(budget_line::ActiveModel {
            phase_id: Set(line.phase_id),
            amount: Set(amount(budget, &line, &path)?),
            category: Set(trim(line.category)),
            work_role: Set(trim(line.work_role)),
            contingency: Set(line.contingency.unwrap_or(false)),
            note: Set(trim(line.note)),
            ..Default::default()
        });
    }
    Ok(rows)
}

/// What a line comes to, in the budget's own measure.
fn amount(budget: &budget::Model, line: &BudgetLineInput, path: &str) -> Result<i64, UserError> {
    let (money, minutes) = (format!("{path}.amount"), format!("{path}.minutes"));
    match (budget.basis, &line.amount, line.minutes) {
        (BudgetBasis::Minutes, None, Some(given)) if given >= 0 => Ok(given.into()),
        (BudgetBasis::Minutes, None, Some(_)) => {
            Err(UserError::invalid(&minutes, say!("the amount is negative")))
        }
        (BudgetBasis::Minutes, None, None) => Err(UserError::required(&minutes)),
        (BudgetBasis::Minutes, Some(_), _) => {
            Err(UserError::invalid(&money, say!("this budget is in minutes")))
        }
        (BudgetBasis::Cost | BudgetBasis::Price, _, Some(_)) => {
            Err(UserError::invalid(&minutes, say!("this budget is in money")))
        }
        (BudgetBasis::Cost | BudgetBasis::Price, None, None) => Err(UserError::required(&money)),
        (BudgetBasis::Cost | BudgetBasis::Price, Some(given), None) => {
            if Some(given.currency) != budget.currency {
                let message = say!("this is not the currency of the budget");
                return Err(UserError::invalid(&format!("{money}.currency"), message));
            }
            let path = format!("{money}.amount");
            match given.minor() {
                Ok(minor) if minor < 0 => Err(UserError::invalid(&path, say!("the amount is negative"))),
                Ok(minor) => Ok(minor),
                Err(error) => Err(UserError::invalid(&path, error)),
            }
        }
    }
}
