//! Rules of overhead: by whole months that do not meet, until they are locked.

use async_graphql::MaybeUndefined;
use chrono::NaiveDate;
use entity::{
    overhead_period::{self, Column},
    value::{CurrencyCode, Id, Kind, MoneyInput},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait};

use crate::{
    kernel::{
        calendar::{day_before, month_of, next_day},
        error::{Error, Result, UserError},
        event::EventType,
        policy::Action,
        sql::Dialect,
        tx::{Tx, Versioned},
    },
    profit::{
        figures::overhead::{self, Rates},
        input::{OverheadPeriodCreateInput, OverheadPeriodLockInput, OverheadPeriodUpdateInput},
    },
};

/// The largest amount of a period, in minor units.
const MOST_MINOR: i64 = 10_000_000_000_000_000;

/// Records what the agency as a whole cost in months of which nothing is known yet.
pub async fn create(tx: &Tx, input: OverheadPeriodCreateInput) -> Result<overhead_period::Model> {
    tx.may(Action::Create, Kind::OverheadPeriod)?;
    input.check()?;
    let (starts_on, ends_on) = (input.starts_on.0, input.ends_on.0);
    whole_months(tx, starts_on, ends_on)?;
    hold_agency(tx).await?;
    alone(tx, starts_on, ends_on).await?;
    let facility = &input.facility_cost;
    let costs = Costs {
        currency: facility.currency,
        facility: amount(facility, facility.currency, "input.facilityCost")?,
        internal: amount(
            &input.internal_labour_cost,
            facility.currency,
            "input.internalLabourCost",
        )?,
        total_minutes: input.total_minutes,
        client_minutes: input.client_minutes,
    };
    let row = overhead_period::ActiveModel {
        starts_on: Set(starts_on),
        ends_on: Set(ends_on),
        currency: Set(costs.currency),
        ..row(costs)?
    };
    let period = tx.insert(row).await?;
    tx.tell(EventType::OverheadPeriodCreated, &period);
    Ok(period)
}

/// Changes what the agency as a whole cost, until the period is locked.
pub async fn update(tx: &Tx, input: OverheadPeriodUpdateInput) -> Result<overhead_period::Model> {
    let period = open(tx, input.id, input.expected_version).await?;
    let minor = |given: &MaybeUndefined<MoneyInput>, now: i64, path: &str| match given.value() {
        Some(given) => amount(given, period.currency, path),
        None => Ok(now),
    };
    let costs = Costs {
        currency: period.currency,
        facility: minor(&input.facility_cost, period.facility_minor, "input.facilityCost")?,
        internal: minor(
            &input.internal_labour_cost,
            period.internal_labour_minor,
            "input.internalLabourCost",
        )?,
        total_minutes: input.total_minutes.take().unwrap_or(period.total_minutes),
        client_minutes: input.client_minutes.take().unwrap_or(period.client_minutes),
    };
    let period = tx.update(period, row(costs)?).await?;
    tx.tell(EventType::OverheadPeriodUpdated, &period);
    Ok(period)
}

/// Locks a period: figures made with it do not move any more.
pub async fn lock(tx: &Tx, input: OverheadPeriodLockInput) -> Result<overhead_period::Model> {
    let period = open(tx, input.id, input.expected_version).await?;
    let changes = overhead_period::ActiveModel {
        locked_at: Set(Some(tx.now())),
        locked_by: Set(tx.actor().member_id),
        ..Default::default()
    };
    let period = tx.update(period, changes).await?;
    tx.tell(EventType::OverheadPeriodLocked, &period);
    Ok(period)
}

/// What a period costs, and the hours that carry it.
#[derive(Clone, Copy, Debug)]
struct Costs {
    currency: CurrencyCode,
    facility: i64,
    internal: i64,
    total_minutes: i32,
    client_minutes: i32,
}

fn row(costs: Costs) -> Result<overhead_period::ActiveModel> {
    let Costs {
        currency,
        facility,
        internal,
        total_minutes,
        client_minutes,
    } = costs;
    for (minutes, path) in [
        (total_minutes, "input.totalMinutes"),
        (client_minutes, "input.clientMinutes"),
    ] {
        if minutes < 1 {
            return Err(UserError::invalid(path, say!("at least one minute is needed")).into());
        }
    }
    if client_minutes > total_minutes {
        let message = say!("more minutes were worked for clients than in all");
        return Err(UserError::invalid("input.clientMinutes", message).into());
    }
    let rates = Rates::new(facility, internal, total_minutes, client_minutes);
    let hourly = overhead::hourly(rates, currency)
        .ok_or_else(|| UserError::too_large("input", say!("the amount is too large")))?;
    Ok(overhead_period::ActiveModel {
        facility_minor: Set(facility),
        internal_labour_minor: Set(internal),
        total_minutes: Set(total_minutes),
        client_minutes: Set(client_minutes),
        facility_per_hour_micro: Set(hourly.facility),
        internal_per_hour_micro: Set(hourly.internal),
        per_hour_micro: Set(hourly.both),
        ..Default::default()
    })
}

fn amount(given: &MoneyInput, currency: CurrencyCode, path: &str) -> Result<i64> {
    if given.currency != currency {
        return Err(UserError::invalid(path, say!("the amounts need one currency")).into());
    }
    let minor = given.minor().map_err(|error| UserError::invalid(path, error))?;
    if !(0..=MOST_MINOR).contains(&minor) {
        return Err(UserError::too_large(
            path,
            say!("an amount of zero or more that can be added up is needed"),
        )
        .into());
    }
    Ok(minor)
}

async fn open(tx: &Tx, id: Id<overhead_period::Entity>, version: i32) -> Result<overhead_period::Model> {
    let period = tx.fetch_for(Action::Update, id).await?.at(Some(version))?;
    if period.locked_at.is_some() {
        return Err(UserError::invalid_state(say!("the period is locked")).into());
    }
    Ok(period)
}

fn whole_months(tx: &Tx, starts_on: NaiveDate, ends_on: NaiveDate) -> Result<()> {
    let calendar = tx.actor().calendar;
    let first_of_month = |day: NaiveDate| month_of(day, calendar).is_some_and(|month| month.from == day);
    if !first_of_month(starts_on) {
        let message = say!("a period begins with a month of the agency's calendar");
        return Err(UserError::invalid("input.startsOn", message).into());
    }
    if day_before(next_day(ends_on)) != ends_on || !first_of_month(next_day(ends_on)) {
        let message = say!("a period ends with a month of the agency's calendar");
        return Err(UserError::invalid("input.endsOn", message).into());
    }
    Ok(())
}

async fn alone(tx: &Tx, starts_on: NaiveDate, ends_on: NaiveDate) -> Result<()> {
    let meeting = Condition::all()
        .add(Column::StartsOn.lte(ends_on))
        .add(Column::EndsOn.gte(starts_on));
    let others = tx.rows::<overhead_period::Entity>(meeting);
    let Some(other) = others.one(tx.connection().await?).await? else {
        return Ok(());
    };
    let message = say!(
        "another period goes from {from} to {to}",
        from = other.starts_on,
        to = other.ends_on
    );
    Err(UserError::invalid("input.startsOn", message).into())
}

/// Whoever records a period waits until others have: two that meet are never both made.
async fn hold_agency(tx: &Tx) -> Result<()> {
    let mut binds = tx.caller().binds(tx.actor());
    let agency = binds.agency();
    let lock = Dialect::of(tx.caller().world.db.backend).lock;
    let sql = format!("SELECT r.id FROM agencies r WHERE r.id = {agency}{lock}");
    let row = tx.connection().await?.query_one_raw(binds.statement(sql)).await?;
    row.map(|_| ())
        .ok_or_else(|| Error::internal("an actor without an agency"))
}
