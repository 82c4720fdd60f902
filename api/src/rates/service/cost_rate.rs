//! Rules of cost rates: those of one person never overlap. Whoever changes them holds the person.

use async_graphql::MaybeUndefined;
use chrono::NaiveDate;
use entity::{
    cost_rate::{self, Column},
    membership,
    value::{Id, Kind, MoneyError},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder};

use super::worker;
use crate::{
    kernel::{
        calendar::day_before,
        error::{Result, UserError},
        event::EventType,
        patch::{needed, optional},
        policy::Action,
        tx::{Tx, Versioned},
    },
    rates::input::{CostRateCreateInput, CostRateUpdateInput},
};

/// Sets what an hour of a person costs from a day on.
pub async fn create(tx: &Tx, input: CostRateCreateInput) -> Result<cost_rate::Model> {
    tx.may(Action::Create, Kind::CostRate)?;
    input.check()?;
    let member = worker(tx, input.member_id, "input.memberId").await?;
    let starts_on: NaiveDate = input.starts_on.into();
    let mut others = of_member(tx, member.id).await?;
    if let Some(at) = others
        .iter()
        .position(|other| other.ends_on.is_none() && other.starts_on < starts_on)
    {
        let open = others.swap_remove(at);
        let changes = cost_rate::ActiveModel {
            ends_on: Set(Some(day_before(starts_on))),
            ..Default::default()
        };
        let ended = tx.update(open, changes).await?;
        tx.tell(EventType::CostRateUpdated, &ended);
    }
    let ends_on = input.ends_on.map(Into::into);
    free(&others, starts_on, ends_on, "input.startsOn")?;
    let row = cost_rate::ActiveModel {
        member_id: Set(member.id),
        starts_on: Set(starts_on),
        ends_on: Set(ends_on),
        per_hour_micro: Set(input.per_hour.micro().map_err(at_amount)?),
        currency: Set(input.per_hour.currency),
        basis: Set(input.basis),
        ..Default::default()
    };
    let rate = tx.insert(row).await?;
    tx.tell(EventType::CostRateCreated, &rate);
    Ok(rate)
}

/// Changes a cost rate.
pub async fn update(tx: &Tx, input: CostRateUpdateInput) -> Result<cost_rate::Model> {
    let seen = tx.glance::<cost_rate::Entity>(Action::Update, input.id).await?;
    worker(tx, seen.member_id, "input.id").await?;
    let rate: cost_rate::Model = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    let ends_on = match input.ends_on {
        MaybeUndefined::Undefined => rate.ends_on,
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(day) => Some(day.into()),
    };
    if ends_on.is_some_and(|end| end < rate.starts_on) {
        return Err(UserError::invalid("input.endsOn", say!("this day is before the first one")).into());
    }
    let mut others = of_member(tx, rate.member_id).await?;
    others.retain(|other| other.id != rate.id);
    free(&others, rate.starts_on, ends_on, "input.endsOn")?;
    let mut changes = cost_rate::ActiveModel {
        ends_on: optional(input.ends_on),
        basis: needed(input.basis),
        ..Default::default()
    };
    if let Some(price) = input.per_hour.value() {
        changes.per_hour_micro = Set(price.micro().map_err(at_amount)?);
        changes.currency = Set(price.currency);
    }
    let rate = tx.update(rate, changes).await?;
    tx.tell(EventType::CostRateUpdated, &rate);
    Ok(rate)
}

fn at_amount(error: MoneyError) -> UserError {
    UserError::invalid("input.perHour.amount", error)
}

async fn of_member(tx: &Tx, member: Id<membership::Entity>) -> Result<Vec<cost_rate::Model>> {
    let of_member = Condition::all().add(Column::MemberId.eq(member));
    let rates = tx
        .rows::<cost_rate::Entity>(of_member)
        .order_by_asc(Column::StartsOn);
    Ok(rates.all(tx.connection().await?).await?)
}

/// Refuses a span that meets another.
fn free(
    others: &[cost_rate::Model],
    from: NaiveDate,
    until: Option<NaiveDate>,
    path: &str,
) -> Result<(), UserError> {
    let meets = |other: &&cost_rate::Model| {
        until.is_none_or(|until| other.starts_on <= until) && other.ends_on.is_none_or(|end| end >= from)
    };
    match others.iter().find(meets) {
        Some(other) => {
            let message = say!(
                "another rate of this person holds from {from} on",
                from = other.starts_on
            );
            Err(UserError::invalid(path, message))
        }
        None => Ok(()),
    }
}
