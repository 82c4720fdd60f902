//! Rules of the months that a line is spread over: they are set as a whole, and their sum is the line.

use chrono::NaiveDate;
use entity::{
    budget_line,
    budget_version::{self, BudgetVersionStatus},
    value::Id,
};
use sea_orm::{ColumnTrait, Condition};

use super::{
    amount::Given,
    hold::found,
    lines,
    months::{self, Share},
};
use crate::{
    budgets::input::{BudgetLinePeriodsSetInput, BudgetPeriodInput, MOST_MONTHS},
    kernel::{
        calendar::{self, month_of},
        error::{Result, UserError},
        event::EventType,
        policy::Action,
        tx::{Tx, Versioned},
    },
};

/// Spreads a line over months anew.
pub async fn set(tx: &Tx, input: BudgetLinePeriodsSetInput) -> Result<budget_line::Model> {
    let (_, _, line) = found::<budget_line::Entity>(tx, Action::Update, input.id).await?;
    let line = line.at(input.expected_version)?;
    input.check()?;
    is_in_use(tx, line.budget_version_id).await?;
    let shares = match (input.periods, input.starts_on, input.ends_on) {
        (Some(periods), _, _) => month_by_month(tx, &line, periods)?,
        (None, Some(from), Some(to)) => evenly(tx, &line, (from.0, to.0))?,
        (None, _, _) => vec![],
    };
    months::replace(tx, &line, &shares).await?;
    let nothing = budget_line::ActiveModel::default();
    let line = tx.update_with(line, nothing, vec!["periods".to_owned()]).await?;
    tx.tell(EventType::BudgetLineSpread, &line);
    Ok(line)
}

/// A line in equal parts over the months of the agency's calendar from one day to another.
fn evenly(
    tx: &Tx,
    line: &budget_line::Model,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Share>, UserError> {
    let all = calendar::months(from, to, tx.actor().calendar, MOST_MONTHS + 1);
    if all.len() > MOST_MONTHS {
        let message = say!("at most {MOST_MONTHS} months are allowed", MOST_MONTHS);
        return Err(UserError::too_large("input.endsOn", message));
    }
    let all: Vec<NaiveDate> = all.iter().map(|month| month.from).collect();
    months::evenly(&all, line.amount)
        .ok_or_else(|| UserError::invalid("input.startsOn", say!("this is a day of no month")))
}

/// What an input gives for each month: together it is the line.
fn month_by_month(tx: &Tx, line: &budget_line::Model, periods: Vec<BudgetPeriodInput>) -> Result<Vec<Share>> {
    let mut shares: Vec<Share> = vec![];
    for (at, period) in periods.into_iter().enumerate() {
        let path = format!("input.periods.{at}");
        let given = Given {
            money: period.amount,
            minutes: period.minutes,
        };
        let amount = given.amount(line.currency, &path)?;
        let path = format!("{path}.month");
        let month = month_of(period.month.0, tx.actor().calendar);
        let month = month.ok_or_else(|| UserError::invalid(&path, say!("this is a day of no month")))?;
        if shares.iter().any(|(other, _)| *other == month.from) {
            return Err(UserError::invalid(&path, say!("this month is there already")).into());
        }
        shares.push((month.from, amount));
    }
    let sum = lines::total(shares.iter().map(|(_, amount)| *amount))?;
    if !shares.is_empty() && sum != line.amount {
        let message = say!("the months do not add up to the line");
        return Err(UserError::invalid("input.periods", message).into());
    }
    Ok(shares)
}

/// Refuses a version that another has followed, and one that was given up.
async fn is_in_use(tx: &Tx, version: Id<budget_version::Entity>) -> Result<()> {
    let this = Condition::all().add(budget_version::Column::Id.eq(version));
    let version = tx
        .rows::<budget_version::Entity>(this)
        .one(tx.connection().await?)
        .await?;
    match version.map(|version| version.status) {
        Some(BudgetVersionStatus::Draft | BudgetVersionStatus::Approved) => Ok(()),
        Some(BudgetVersionStatus::Superseded | BudgetVersionStatus::Discarded) | None => {
            Err(UserError::invalid_state(say!("the version of the line is not in use any more")).into())
        }
    }
}
