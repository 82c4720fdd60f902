//! Rules of the lines of drafts. Whoever changes one holds the project, and the version grows with it: who approves a draft by its
//! version has seen its lines.

use async_graphql::MaybeUndefined;
use entity::{
    budget_line,
    budget_version::{self, BudgetVersionStatus},
    value::{CurrencyCode, Id, Kind},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition,
};

use super::{
    amount::Given,
    hold::{found, under},
    lines::{self, Line},
    months,
};
use crate::{
    budgets::input::{BudgetLineCreateInput, BudgetLineRemoveInput, BudgetLineUpdateInput, MOST_LINES},
    kernel::{
        check::Checks,
        error::{Error, Result, UserError},
        event::EventType,
        patch::{needed, optional, trimmed},
        policy::Action,
        tx::{Tx, Versioned},
    },
};

/// Adds a line to a draft, after those it has.
pub async fn create(tx: &Tx, input: BudgetLineCreateInput) -> Result<budget_line::Model> {
    tx.may(Action::Create, Kind::BudgetLine)?;
    let (version, given) = input.parts();
    let mut checks = Checks::new();
    given.check(&mut checks, "");
    checks.done()?;
    let (project, _, version) = under(tx, version, "input.budgetVersionId").await?;
    lines::is_of_project(tx, project.id, given.phase_id).await?;
    is_draft(&version)?;
    let others = lines::of_version(tx, version.id).await?;
    if others.len() >= MOST_LINES {
        let message = say!("a version has at most {MOST_LINES} lines", MOST_LINES);
        return Err(UserError::limit_reached("input", message).into());
    }
    let last = others.iter().map(|line| line.position).max().unwrap_or(0);
    let position = last
        .checked_add(1)
        .ok_or_else(|| Error::internal("counting lines"))?;
    let line = Line::of(given, version.currency, "input")?;
    let line = tx.insert(line.row(&version, Id::of(tx.uuid()), position)).await?;
    settle(tx, version).await?;
    Ok(line)
}

/// Changes a line of a draft.
pub async fn update(tx: &Tx, input: BudgetLineUpdateInput) -> Result<budget_line::Model> {
    let (project, _, line) = found::<budget_line::Entity>(tx, Action::Update, input.id).await?;
    let line = line.at(input.expected_version)?;
    input.check()?;
    lines::is_of_project(tx, project.id, input.phase_id.value().copied()).await?;
    let version = of_line(tx, &line).await?;
    is_draft(&version)?;
    let changes = budget_line::ActiveModel {
        phase_id: optional(input.phase_id),
        category: optional(trimmed(input.category)),
        work_role: optional(trimmed(input.work_role)),
        contingency: needed(input.contingency),
        note: optional(trimmed(input.note)),
        amount: match amount(input.amount, input.minutes, line.currency)? {
            Some(amount) => Set(amount),
            None => NotSet,
        },
        ..Default::default()
    };
    let (before, amount) = (line.version, line.amount);
    let line = tx.update(line, changes).await?;
    if line.amount != amount {
        months::follow(tx, &line).await?;
    }
    if line.version != before {
        settle(tx, version).await?;
    }
    Ok(line)
}

/// Takes a line out of a draft.
pub async fn remove(tx: &Tx, input: BudgetLineRemoveInput) -> Result<budget_version::Model> {
    let (_, _, line) = found::<budget_line::Entity>(tx, Action::Update, input.id).await?;
    let line = line.at(input.expected_version)?;
    let version = of_line(tx, &line).await?;
    is_draft(&version)?;
    months::remove(tx, line.id).await?;
    let this = Condition::all().add(budget_line::Column::Id.eq(line.id));
    tx.delete::<budget_line::Entity>(this).await?;
    settle(tx, version).await
}

/// The amount that a change gives, if it gives one.
fn amount(
    money: MaybeUndefined<entity::value::MoneyInput>,
    minutes: MaybeUndefined<i32>,
    currency: Option<CurrencyCode>,
) -> Result<Option<i64>, UserError> {
    let given = Given {
        money: money.take(),
        minutes: minutes.take(),
    };
    if given.money.is_none() && given.minutes.is_none() {
        return Ok(None);
    }
    given.amount(currency, "input").map(Some)
}

/// Lets a draft come to what its lines come to.
async fn settle(tx: &Tx, version: budget_version::Model) -> Result<budget_version::Model> {
    let lines = lines::of_version(tx, version.id).await?;
    let changes = budget_version::ActiveModel {
        total: Set(lines::total(lines.iter().map(|line| line.amount))?),
        ..Default::default()
    };
    let version = tx.update_with(version, changes, vec!["lines".to_owned()]).await?;
    tx.tell(EventType::BudgetVersionUpdated, &version);
    Ok(version)
}

async fn of_line(tx: &Tx, line: &budget_line::Model) -> Result<budget_version::Model> {
    let this = Condition::all().add(budget_version::Column::Id.eq(line.budget_version_id));
    let version = tx
        .rows::<budget_version::Entity>(this)
        .one(tx.connection().await?)
        .await?;
    version.ok_or_else(|| Error::internal("a line without a version"))
}

fn is_draft(version: &budget_version::Model) -> Result<(), UserError> {
    match version.status {
        BudgetVersionStatus::Draft => Ok(()),
        BudgetVersionStatus::Approved | BudgetVersionStatus::Superseded | BudgetVersionStatus::Discarded => {
            let message = say!("only a draft can be changed: make a new version");
            Err(UserError::invalid_state(message))
        }
    }
}
