//! The engagement that some work is done under, and what the work brings.

use chrono::NaiveDate;
use entity::{
    engagement::{self, Column, EngagementStatus, EngagementTerms},
    membership, project,
    value::{Id, price::of_minutes},
};
use sea_orm::{ColumnTrait, Condition};

use crate::kernel::{
    error::{Result, UserError},
    span,
    tx::Tx,
};

/// The engagement of somebody for a project on a day; none when none holds then. One that has ended still holds in its days: work
/// may be booked late.
///
/// # Errors
/// When the database fails.
pub async fn on_day(
    tx: &Tx,
    member: Id<membership::Entity>,
    project: Id<project::Entity>,
    on: NaiveDate,
) -> Result<Option<engagement::Model>> {
    let on_day = span::meets([Column::StartsOn, Column::EndsOn], on, Some(on));
    let that_day = of_member(member, project).add(on_day);
    Ok(tx
        .rows::<engagement::Entity>(that_day)
        .one(tx.connection().await?)
        .await?)
}

/// An engagement, whoever asks.
///
/// # Errors
/// When the database fails.
pub async fn of_id(tx: &Tx, id: Id<engagement::Entity>) -> Result<Option<engagement::Model>> {
    let this = Condition::all().add(Column::Id.eq(id));
    Ok(tx
        .rows::<engagement::Entity>(this)
        .one(tx.connection().await?)
        .await?)
}

/// What so many minutes bring the freelancer by the hour, in the engagement's currency; none under terms of another kind, where a
/// bill says what the work costs.
///
/// # Errors
/// `TOO_LARGE` when the amount does not fit.
pub fn fee(engagement: &engagement::Model, minutes: i32) -> Result<Option<i64>> {
    match engagement.terms {
        EngagementTerms::Fixed | EngagementTerms::PerDeliverable => Ok(None),
        EngagementTerms::Hourly => of_minutes(minutes, engagement.rate_micro, engagement.currency)
            .map(Some)
            .ok_or_else(|| UserError::too_large("input.minutes", say!("the amount is too large")).into()),
    }
}

/// Engagements of somebody for a project that hold or have held.
pub(super) fn of_member(member: Id<membership::Entity>, project: Id<project::Entity>) -> Condition {
    Condition::all()
        .add(Column::MemberId.eq(member))
        .add(Column::ProjectId.eq(project))
        .add(Column::Status.is_in([EngagementStatus::Active, EngagementStatus::Ended]))
}
