//! Rules of accounting periods: books are closed in order, up to a day, and nothing is booked or changed on that day or before.

use chrono::NaiveDate;
use entity::{
    accounting_period::{self, Column, PeriodStatus},
    value::{Id, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, QueryOrder};

use crate::{
    kernel::{
        error::{Error, Result, UserError},
        event::EventType,
        patch::trim,
        policy::Action,
        sql::Dialect,
        tx::{Tx, Versioned},
    },
    rates::input::{AccountingPeriodCloseInput, AccountingPeriodCreateInput, AccountingPeriodReopenInput},
};

/// Makes an accounting period that meets no other.
pub async fn create(tx: &Tx, input: AccountingPeriodCreateInput) -> Result<accounting_period::Model> {
    tx.may(Action::Create, Kind::AccountingPeriod)?;
    input.check()?;
    let (starts_on, ends_on) = (input.starts_on.0, input.ends_on.0);
    let books = hold_books(tx).await?;
    if books.is_some_and(|until| starts_on <= until) {
        return Err(closed(books, "input.startsOn"));
    }
    let meeting = Condition::all()
        .add(Column::StartsOn.lte(ends_on))
        .add(Column::EndsOn.gte(starts_on));
    let other = tx
        .rows::<accounting_period::Entity>(meeting)
        .one(tx.connection().await?)
        .await?;
    if let Some(other) = other {
        let message = say!(
            "another period goes from {from} to {to}",
            from = other.starts_on,
            to = other.ends_on
        );
        return Err(UserError::invalid("input.startsOn", message).into());
    }
    let row = accounting_period::ActiveModel {
        starts_on: Set(starts_on),
        ends_on: Set(ends_on),
        status: Set(PeriodStatus::Open),
        ..Default::default()
    };
    let period = tx.insert(row).await?;
    tx.tell(EventType::AccountingPeriodCreated, &period);
    Ok(period)
}

/// Closes the books of a period, once those of all before it are closed.
pub async fn close(tx: &Tx, input: AccountingPeriodCloseInput) -> Result<accounting_period::Model> {
    let period = found(tx, input.id, input.expected_version).await?;
    match period.status {
        PeriodStatus::Open => {}
        PeriodStatus::Closed => return Err(UserError::invalid_state(say!("the period is closed")).into()),
    }
    let earlier = Condition::all()
        .add(Column::StartsOn.lt(period.starts_on))
        .add(Column::Status.eq(PeriodStatus::Open));
    if tx.exists(tx.rows::<accounting_period::Entity>(earlier)).await? {
        return Err(UserError::invalid_state(say!("an earlier period is still open")).into());
    }
    close_until(tx, Some(period.ends_on)).await?;
    let changes = accounting_period::ActiveModel {
        status: Set(PeriodStatus::Closed),
        closed_at: Set(Some(tx.now())),
        closed_by: Set(tx.actor().member_id),
        ..Default::default()
    };
    let period = tx.update(period, changes).await?;
    tx.tell(EventType::AccountingPeriodClosed, &period);
    Ok(period)
}

/// Opens the books of the period that was closed last.
pub async fn reopen(tx: &Tx, input: AccountingPeriodReopenInput) -> Result<accounting_period::Model> {
    let period = found(tx, input.id, input.expected_version).await?;
    input.check()?;
    match period.status {
        PeriodStatus::Closed => {}
        PeriodStatus::Open => return Err(UserError::invalid_state(say!("the period is open")).into()),
    }
    let closed = Condition::all()
        .add(Column::Status.eq(PeriodStatus::Closed))
        .add(Column::Id.ne(period.id));
    let others = tx
        .rows::<accounting_period::Entity>(closed)
        .order_by_desc(Column::EndsOn);
    let last = others.one(tx.connection().await?).await?;
    if last.as_ref().is_some_and(|last| last.ends_on > period.ends_on) {
        return Err(UserError::invalid_state(say!("a later period is closed")).into());
    }
    close_until(tx, last.map(|last| last.ends_on)).await?;
    let reason = trim(Some(input.reason));
    let changes = accounting_period::ActiveModel {
        status: Set(PeriodStatus::Open),
        status_reason: Set(reason.clone()),
        closed_at: Set(None),
        closed_by: Set(None),
        ..Default::default()
    };
    let period = tx.update(period, changes).await?;
    tx.tell_why(EventType::AccountingPeriodReopened, &period, reason);
    Ok(period)
}

/// Refuses a booking, or a change of one, on a day whose books are closed. They stay as they are until the end of the unit of
/// work: who closes books waits for it.
///
/// # Errors
/// `INVALID_STATE` with the day up to which books are closed.
pub async fn open_on(tx: &Tx, day: NaiveDate, path: &str) -> Result<()> {
    let books = closed_until(tx).await?;
    if books.is_some_and(|until| day <= until) {
        return Err(closed(books, path));
    }
    Ok(())
}

/// The day up to which books are closed. It stays as it is until the end of the unit of work: who closes books waits for it.
///
/// # Errors
/// When the database fails.
pub async fn closed_until(tx: &Tx) -> Result<Option<NaiveDate>> {
    books(tx, Dialect::of(tx.caller().world.db.backend).share).await
}

/// The day itself, or the first after it whose books are open: for what has to be booked, however late it comes. Books stay as they
/// are until the end of the unit of work.
///
/// # Errors
/// When the database fails.
pub async fn open_from(tx: &Tx, day: NaiveDate) -> Result<NaiveDate> {
    let books = closed_until(tx).await?;
    let first_open = books.and_then(|until| until.succ_opt());
    Ok(first_open.map_or(day, |open| open.max(day)))
}

fn closed(until: Option<NaiveDate>, path: &str) -> Error {
    until.map_or_else(
        || Error::internal("closed books without a day"),
        |until| UserError::period_closed(path, until).into(),
    )
}

async fn found(tx: &Tx, id: Id<accounting_period::Entity>, version: i32) -> Result<accounting_period::Model> {
    tx.glance::<accounting_period::Entity>(Action::Update, id).await?;
    hold_books(tx).await?;
    tx.fetch_for(Action::Update, id).await?.at(Some(version))
}

/// The day up to which books are closed; whoever books or closes something waits until this unit of work has ended.
async fn hold_books(tx: &Tx) -> Result<Option<NaiveDate>> {
    books(tx, Dialect::of(tx.caller().world.db.backend).lock).await
}

async fn books(tx: &Tx, lock: &str) -> Result<Option<NaiveDate>> {
    let mut binds = tx.caller().binds(tx.actor());
    let agency = binds.agency();
    let sql = format!("SELECT r.books_closed_until FROM agencies r WHERE r.id = {agency}{lock}");
    let row = tx.connection().await?.query_one_raw(binds.statement(sql)).await?;
    let row = row.ok_or_else(|| Error::internal("an actor without an agency"))?;
    Ok(row.try_get_by_index(0)?)
}

/// Moves the day up to which books are closed. This is no change of the agency's settings: its version stays.
async fn close_until(tx: &Tx, day: Option<NaiveDate>) -> Result<()> {
    let mut binds = tx.caller().binds(tx.actor());
    let (agency, day) = (binds.agency(), binds.bind(day));
    let sql = format!("UPDATE agencies SET books_closed_until = {day} WHERE id = {agency}");
    tx.connection().await?.execute_raw(binds.statement(sql)).await?;
    Ok(())
}
