//! Rules of engagements: those of one freelancer on one project never overlap in the days that they hold.

use async_graphql::MaybeUndefined;
use chrono::NaiveDate;
use entity::{
    engagement::{self, Column, EngagementStatus},
    membership::{self, MemberStatus, Role},
    project,
    project_member::ProjectRole,
    time_entry,
    value::{Choice, CurrencyCode, Id, Kind, MoneyInput, UnitPriceInput},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition,
};

use super::lookup::of_member;
use crate::{
    engagements::input::{EngagementCreateInput, EngagementTransitionInput, EngagementUpdateInput},
    kernel::{
        error::{Result, UserError},
        event::EventType,
        patch::{needed, optional, trim, trimmed},
        policy::Action,
        span,
        state::State,
        tx::{Tx, Versioned},
    },
    projects::service::{going_on, project_member},
};

/// Writes down what is to be agreed with a freelancer.
pub async fn create(tx: &Tx, input: EngagementCreateInput) -> Result<engagement::Model> {
    tx.may(Action::Create, Kind::Engagement)?;
    input.check()?;
    let member = tx
        .refer::<membership::Entity>(input.member_id, "input.memberId")
        .await?;
    let project = tx
        .under::<project::Entity>(Action::Read, input.project_id, "input.projectId")
        .await?;
    going_on(&project)?;
    freelancer(&member, "input.memberId")?;
    let (starts_on, ends_on) = (input.starts_on.0, input.ends_on.map(Into::into));
    in_order(starts_on, ends_on)?;
    let currency = input.rate.currency;
    let row = engagement::ActiveModel {
        member_id: Set(member.id),
        project_id: Set(project.id),
        terms: Set(input.terms),
        rate_micro: Set(micro(&input.rate)?),
        currency: Set(currency),
        cap_minor: Set(match &input.cap_money {
            Some(most) => Some(cap(most, currency)?),
            None => None,
        }),
        cap_minutes: Set(input.cap_minutes),
        used_minor: Set(0),
        used_minutes: Set(0),
        starts_on: Set(starts_on),
        ends_on: Set(ends_on),
        nda_signed_at: Set(input.nda_signed_at.map(Into::into)),
        note: Set(trim(input.note)),
        status: Set(EngagementStatus::Draft),
        ..Default::default()
    };
    let engagement = tx.insert(row).await?;
    tx.tell(EventType::EngagementCreated, &engagement);
    Ok(engagement)
}

/// Changes an engagement: everything of a draft, afterwards only what work was not booked by.
pub async fn update(tx: &Tx, input: EngagementUpdateInput) -> Result<engagement::Model> {
    let (_, engagement) = found(tx, input.id).await?;
    let engagement = engagement.at(input.expected_version)?;
    input.check()?;
    changeable(engagement.status, &input)?;
    let starts_on = input.starts_on.value().map_or(engagement.starts_on, |day| day.0);
    let ends_on = match input.ends_on {
        MaybeUndefined::Undefined => engagement.ends_on,
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(day) => Some(day.into()),
    };
    in_order(starts_on, ends_on)?;
    if engagement.status == EngagementStatus::Active && !input.ends_on.is_undefined() {
        free(tx, &engagement, ends_on, "input.endsOn").await?;
        covers_work(tx, &engagement, ends_on).await?;
    }
    let currency = input
        .rate
        .value()
        .map_or(engagement.currency, |rate| rate.currency);
    let changes = engagement::ActiveModel {
        terms: needed(input.terms),
        rate_micro: match input.rate.value() {
            Some(rate) => Set(micro(rate)?),
            None => NotSet,
        },
        currency: Set(currency),
        cap_minor: new_cap(&engagement, &input, currency)?,
        cap_minutes: new_cap_of_minutes(&engagement, &input)?,
        starts_on: Set(starts_on),
        ends_on: Set(ends_on),
        nda_signed_at: optional(input.nda_signed_at),
        note: optional(trimmed(input.note)),
        ..Default::default()
    };
    let engagement = tx.update(engagement, changes).await?;
    tx.tell(EventType::EngagementUpdated, &engagement);
    Ok(engagement)
}

/// Takes an engagement to another state. One that holds puts the freelancer on the project.
pub async fn transition(tx: &Tx, input: EngagementTransitionInput) -> Result<engagement::Model> {
    let (project, engagement) = found(tx, input.id).await?;
    let engagement = engagement.at(Some(input.expected_version))?;
    input.check()?;
    engagement.status.step(input.to)?;
    let reason = trim(input.reason);
    let mut changes = engagement::ActiveModel {
        status: Set(input.to),
        status_reason: Set(reason.clone()),
        ..Default::default()
    };
    match input.to {
        EngagementStatus::Active => {
            going_on(&project)?;
            let member = tx
                .refer::<membership::Entity>(engagement.member_id, "input.id")
                .await?;
            freelancer(&member, "input.id")?;
            free(tx, &engagement, engagement.ends_on, "input.id").await?;
            project_member::put_on(tx, project.id, member.id, ProjectRole::Contributor).await?;
        }
        EngagementStatus::Ended => changes.ends_on = Set(Some(last_day(tx, &engagement)?)),
        EngagementStatus::Draft | EngagementStatus::Void => {}
    }
    let engagement = tx.update(engagement, changes).await?;
    tx.tell_why(EventType::EngagementStatusChanged, &engagement, reason);
    Ok(engagement)
}

/// The engagement that the actor wants to change, and its project, which is held first.
async fn found(tx: &Tx, id: Id<engagement::Entity>) -> Result<(project::Model, engagement::Model)> {
    let seen = tx.glance::<engagement::Entity>(Action::Update, id).await?;
    let project = tx
        .under::<project::Entity>(Action::Read, seen.project_id, "input.id")
        .await?;
    Ok((project, tx.fetch_for(Action::Update, id).await?))
}

/// Refuses somebody who is no freelancer of the agency.
fn freelancer(member: &membership::Model, path: &str) -> Result<(), UserError> {
    if member.role == Role::Freelancer && member.status == MemberStatus::Active {
        Ok(())
    } else {
        Err(UserError::invalid(path, say!("this person is no freelancer")))
    }
}

/// Refuses what was agreed to be changed, and any change of what is over.
fn changeable(status: EngagementStatus, input: &EngagementUpdateInput) -> Result<(), UserError> {
    match status {
        EngagementStatus::Draft => Ok(()),
        EngagementStatus::Active if !input.changes_terms() => Ok(()),
        EngagementStatus::Active => Err(UserError::frozen(
            status.word(),
            say!("terms that hold are not changed: end the engagement and make another"),
        )),
        EngagementStatus::Ended | EngagementStatus::Void => {
            Err(UserError::frozen(status.word(), say!("the engagement is over")))
        }
    }
}

fn in_order(starts_on: NaiveDate, ends_on: Option<NaiveDate>) -> Result<(), UserError> {
    if ends_on.is_some_and(|end| end < starts_on) {
        return Err(UserError::invalid(
            "input.endsOn",
            say!("this day is before the first one"),
        ));
    }
    Ok(())
}

/// Refuses days that another engagement of the freelancer for the project has.
async fn free(tx: &Tx, engagement: &engagement::Model, ends_on: Option<NaiveDate>, path: &str) -> Result<()> {
    let days = span::meets([Column::StartsOn, Column::EndsOn], engagement.starts_on, ends_on);
    let meeting = of_member(engagement.member_id, engagement.project_id)
        .add(Column::Id.ne(engagement.id))
        .add(days);
    let other = tx
        .rows::<engagement::Entity>(meeting)
        .one(tx.connection().await?)
        .await?;
    match other {
        Some(other) => {
            let message = say!(
                "another engagement of this person for the project holds from {from} on",
                from = other.starts_on
            );
            Err(UserError::invalid(path, message).into())
        }
        None => Ok(()),
    }
}

/// Refuses a last day before work that was booked.
async fn covers_work(tx: &Tx, engagement: &engagement::Model, ends_on: Option<NaiveDate>) -> Result<()> {
    let Some(end) = ends_on else { return Ok(()) };
    let later = Condition::all()
        .add(time_entry::Column::EngagementId.eq(engagement.id))
        .add(time_entry::Column::WorkedOn.gt(end))
        .add(time_entry::Column::ArchivedAt.is_null());
    if tx.exists(tx.rows::<time_entry::Entity>(later)).await? {
        return Err(UserError::invalid("input.endsOn", say!("work was booked after this day")).into());
    }
    Ok(())
}

/// The last day of an engagement that ends: today, or the earlier one that it had.
fn last_day(tx: &Tx, engagement: &engagement::Model) -> Result<NaiveDate, UserError> {
    let today = tx.today();
    if engagement.starts_on > today {
        let message = say!(
            "it holds from {from} on and can be ended then",
            from = engagement.starts_on
        );
        return Err(UserError::invalid_state(message));
    }
    Ok(engagement.ends_on.map_or(today, |end| end.min(today)))
}

fn micro(rate: &UnitPriceInput) -> Result<i64, UserError> {
    rate.micro()
        .map_err(|error| UserError::invalid("input.rate.amount", error))
}

fn cap(most: &MoneyInput, currency: CurrencyCode) -> Result<i64, UserError> {
    if most.currency != currency {
        let message = say!("the rate is in {currency}", currency);
        return Err(UserError::invalid("input.capMoney.currency", message));
    }
    most.minor()
        .map_err(|error| UserError::invalid("input.capMoney.amount", error))
}

/// The change of what the freelancer may come to. A cap that stays is in the currency of the rate.
fn new_cap(
    engagement: &engagement::Model,
    input: &EngagementUpdateInput,
    currency: CurrencyCode,
) -> Result<sea_orm::ActiveValue<Option<i64>>, UserError> {
    let most = match &input.cap_money {
        MaybeUndefined::Undefined if currency == engagement.currency || engagement.cap_minor.is_none() => {
            return Ok(NotSet);
        }
        MaybeUndefined::Undefined => {
            let message = say!("the rate is in {currency}", currency);
            return Err(UserError::invalid("input.capMoney.currency", message));
        }
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(most) => Some(cap(most, currency)?),
    };
    if most.is_some_and(|most| most < engagement.used_minor) {
        return Err(less_than_used("input.capMoney.amount"));
    }
    Ok(Set(most))
}

fn new_cap_of_minutes(
    engagement: &engagement::Model,
    input: &EngagementUpdateInput,
) -> Result<sea_orm::ActiveValue<Option<i32>>, UserError> {
    let most = input.cap_minutes.value();
    if most.is_some_and(|most| *most < engagement.used_minutes) {
        return Err(less_than_used("input.capMinutes"));
    }
    Ok(optional(input.cap_minutes))
}

fn less_than_used(path: &str) -> UserError {
    UserError::invalid(path, say!("more than this is used already"))
}
