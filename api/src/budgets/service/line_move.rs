//! Rules of moves: an amount goes from one line of the approved version to another, and the total stays.

use entity::{budget, budget_line, budget_move, value::Kind};
use sea_orm::ActiveValue::Set;

use super::{
    amount::{self, Given},
    hold::under,
    meter, months,
};
use crate::{
    budgets::input::BudgetMoveCreateInput,
    kernel::{
        error::{Result, UserError},
        event::EventType,
        policy::Action,
        tx::Tx,
    },
    projects::service::going_on,
};

/// Moves an amount between two lines of the approved version.
pub async fn create(tx: &Tx, input: BudgetMoveCreateInput) -> Result<budget_move::Model> {
    tx.may(Action::Create, Kind::BudgetMove)?;
    input.check()?;
    let (project, budgets, from) =
        under::<budget_line::Entity>(tx, input.from_line_id, "input.fromLineId").await?;
    let to = tx
        .refer::<budget_line::Entity>(input.to_line_id, "input.toLineId")
        .await?;
    going_on(&project)?;
    if to.budget_version_id != from.budget_version_id {
        let message = say!("the two lines are not of the same version");
        return Err(UserError::invalid("input.toLineId", message).into());
    }
    is_approved(&budgets, &from)?;
    let given = Given {
        money: input.amount,
        minutes: input.minutes,
    };
    let amount = given.some(from.currency, "input")?;
    if amount > from.amount {
        let path = amount::place(from.currency, "input");
        return Err(UserError::too_large(&path, say!("the line has less than this")).into());
    }
    let row = budget_move::ActiveModel {
        budget_id: Set(from.budget_id),
        budget_version_id: Set(from.budget_version_id),
        project_id: Set(from.project_id),
        from_line_id: Set(from.id),
        to_line_id: Set(to.id),
        amount: Set(amount),
        currency: Set(from.currency),
        reason: Set(input.reason.trim().to_owned()),
        ..Default::default()
    };
    grow(tx, from, -amount).await?;
    grow(tx, to, amount).await?;
    let moved = tx.insert(row).await?;
    tx.tell_why(EventType::BudgetMoved, &moved, Some(moved.reason.clone()));
    Ok(moved)
}

fn is_approved(budgets: &[budget::Model], line: &budget_line::Model) -> Result<(), UserError> {
    let version = Some(line.budget_version_id.uuid());
    if budgets.iter().any(|budget| budget.current_version_id == version) {
        Ok(())
    } else {
        let message = say!("the lines are not of the approved version");
        Err(UserError::invalid_state(message))
    }
}

async fn grow(tx: &Tx, line: budget_line::Model, by: i64) -> Result<()> {
    let changes = budget_line::ActiveModel {
        amount: Set(meter::plus(line.amount, by)?),
        ..Default::default()
    };
    let line = tx.update(line, changes).await?;
    months::follow(tx, &line).await
}
