//! Rules of timers: one runs for each person, and stopped it becomes a time entry.

use async_graphql::MaybeUndefined;
use chrono::TimeDelta;
use entity::{
    time_entry,
    timer::{self, Column},
    value::{Date, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use super::{place, time_entry as entries};
use crate::{
    kernel::{
        calendar::day_at,
        error::{Result, UserError},
        event::EventType,
        patch::trim,
        policy::Action,
        tx::{Tx, Versioned},
    },
    time::input::{DAY, TimeEntryCreateInput, TimerDiscardInput, TimerStartInput, TimerStopInput},
};

/// Starts the actor's timer, unless one is running.
pub async fn start(tx: &Tx, input: TimerStartInput) -> Result<timer::Model> {
    tx.may(Action::Create, Kind::Timer)?;
    input.check()?;
    let project = place::project(tx, input.project_id).await?;
    let phase = place::parts(tx, &project, input.phase_id, input.task_id).await?;
    let member = place::worker(tx, None).await?;
    place::role(tx, input.work_role_id).await?;
    let running = Condition::all()
        .add(Column::MemberId.eq(member))
        .add(Column::StoppedAt.is_null());
    if tx.exists(tx.rows::<timer::Entity>(running)).await? {
        return Err(UserError::invalid_state(say!("another timer is running: stop it first")).into());
    }
    let row = timer::ActiveModel {
        member_id: Set(member),
        project_id: Set(project.id),
        phase_id: Set(phase),
        task_id: Set(input.task_id),
        work_role_id: Set(input.work_role_id),
        category: Set(trim(input.category)),
        billable: Set(input.billable.unwrap_or(true)),
        note: Set(trim(input.note)),
        started_at: Set(tx.now()),
        ..Default::default()
    };
    let timer = tx.insert(row).await?;
    tx.tell(EventType::TimerStarted, &timer);
    Ok(timer)
}

/// Stops a timer and books what it measured, on the day it was started: minutes that were begun count, a day at the most.
pub async fn stop(tx: &Tx, input: TimerStopInput) -> Result<time_entry::Model> {
    input.check()?;
    let timer = ended(tx, input.id, input.expected_version).await?;
    let seconds = (tx.now() - timer.started_at).num_seconds().max(1);
    let minutes = i32::try_from(seconds.div_euclid(60) + i64::from(seconds % 60 > 0)).unwrap_or(DAY);
    entries::create(
        tx,
        TimeEntryCreateInput {
            project_id: timer.project_id,
            phase_id: timer.phase_id,
            task_id: timer.task_id,
            member_id: Some(timer.member_id),
            work_role_id: timer.work_role_id,
            category: timer.category,
            worked_on: Some(Date(day_at(timer.started_at, &tx.actor().time_zone))),
            booked_on: None,
            minutes: minutes.clamp(1, DAY),
            billable: Some(timer.billable),
            note: input.note.or(timer.note),
            sell_rate: MaybeUndefined::Undefined,
            idempotency_key: None,
        },
    )
    .await
}

/// Stops a timer and books nothing.
pub async fn discard(tx: &Tx, input: TimerDiscardInput) -> Result<timer::Model> {
    ended(tx, input.id, input.expected_version).await
}

async fn ended(tx: &Tx, id: entity::value::Id<timer::Entity>, version: Option<i32>) -> Result<timer::Model> {
    let timer: timer::Model = tx.fetch_for(Action::Update, id).await?.at(version)?;
    if timer.stopped_at.is_some() {
        return Err(UserError::invalid_state(say!("the timer is stopped")).into());
    }
    debug_assert!(tx.now() - timer.started_at >= TimeDelta::zero(), "time goes on");
    let row = timer::ActiveModel {
        stopped_at: Set(Some(tx.now())),
        ..Default::default()
    };
    let timer = tx.update(timer, row).await?;
    tx.tell(EventType::TimerStopped, &timer);
    Ok(timer)
}
