//! Rules of phases. A phase that has come to its end holds no open task.

use async_graphql::MaybeUndefined;
use entity::{
    phase::{self, PercentCompleteMethod, PhaseStatus},
    project, task,
    value::{Id, Kind},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, QueryOrder,
};

use super::plan;
use crate::{
    kernel::{
        error::{Result, UserError},
        event::EventType,
        patch::{needed, optional, trim, trimmed},
        place,
        policy::Action,
        state::State,
        tx::{Tx, Versioned},
    },
    projects::input::{
        PhaseArchiveInput, PhaseCreateInput, PhaseTransitionInput, PhaseUpdateInput, in_order,
    },
};

/// Adds a phase to a project.
pub async fn create(tx: &Tx, input: PhaseCreateInput) -> Result<phase::Model> {
    tx.may(Action::Create, Kind::Phase)?;
    input.check()?;
    let project = tx
        .under::<project::Entity>(Action::Update, input.project_id, "input.projectId")
        .await?;
    plan::going_on(&project)?;
    let method = input
        .percent_complete_method
        .unwrap_or(PercentCompleteMethod::TaskCount);
    by_hand(method, input.percent_bps)?;
    let position = match input.position {
        Some(position) => position,
        None => place::after(last_position(tx, project.id).await?),
    };
    let row = phase::ActiveModel {
        project_id: Set(project.id),
        position: Set(position),
        name: Set(input.name.trim().to_owned()),
        goal: Set(trim(input.goal)),
        status: Set(PhaseStatus::Planned),
        starts_on: Set(input.starts_on.map(Into::into)),
        ends_on: Set(input.ends_on.map(Into::into)),
        percent_complete_method: Set(method),
        percent_bps: Set(input.percent_bps),
        weight: Set(input.weight.unwrap_or(1)),
        ..Default::default()
    };
    let phase = tx.insert(row).await?;
    tx.tell(EventType::PhaseCreated, &phase);
    Ok(phase)
}

/// Changes a phase, its place among the others included.
pub async fn update(tx: &Tx, input: PhaseUpdateInput) -> Result<phase::Model> {
    let (project, phase) = plan::found(tx, Action::Update, input.id).await?;
    let phase = phase.at(input.expected_version)?;
    input.check()?;
    plan::going_on(&project)?;
    in_order(
        plan::day_after(input.starts_on, phase.starts_on),
        plan::day_after(input.ends_on, phase.ends_on),
        "endsOn",
    )?;
    let method = input
        .percent_complete_method
        .value()
        .copied()
        .unwrap_or(phase.percent_complete_method);
    by_hand(method, input.percent_bps.value().copied())?;
    let percent_bps = match (method, input.percent_bps) {
        (PercentCompleteMethod::Manual, MaybeUndefined::Undefined) => NotSet,
        (_, percent) => Set(percent.take()),
    };
    let changes = phase::ActiveModel {
        name: needed(trimmed(input.name)),
        goal: optional(trimmed(input.goal)),
        position: needed(input.position),
        starts_on: optional(input.starts_on),
        ends_on: optional(input.ends_on),
        percent_complete_method: needed(input.percent_complete_method),
        percent_bps,
        weight: needed(input.weight),
        ..Default::default()
    };
    let phase = tx.update(phase, changes).await?;
    tx.tell(EventType::PhaseUpdated, &phase);
    Ok(phase)
}

/// Takes a phase to another state.
pub async fn transition(tx: &Tx, input: PhaseTransitionInput) -> Result<phase::Model> {
    let (project, phase) = plan::found(tx, Action::Update, input.id).await?;
    let phase = phase.at(input.expected_version)?;
    input.check()?;
    plan::going_on(&project)?;
    phase.status.step(input.to)?;
    match input.to {
        PhaseStatus::Done | PhaseStatus::Cancelled => no_open_tasks(tx, phase.id).await?,
        PhaseStatus::Planned | PhaseStatus::Active => {}
    }
    let reason = trim(input.reason);
    let changes = phase::ActiveModel {
        status: Set(input.to),
        status_reason: Set(reason.clone()),
        ..Default::default()
    };
    let phase = tx.update(phase, changes).await?;
    tx.tell_why(EventType::PhaseStatusChanged, &phase, reason);
    Ok(phase)
}

/// Puts a phase out of sight, unless there is still work in it.
pub async fn archive(tx: &Tx, input: PhaseArchiveInput) -> Result<phase::Model> {
    let (_, phase) = plan::found(tx, Action::Archive, input.id).await?;
    let phase = phase.at(input.expected_version)?;
    no_open_tasks(tx, phase.id).await?;
    let phase = tx.archive::<phase::Entity>(phase).await?;
    tx.tell(EventType::PhaseArchived, &phase);
    Ok(phase)
}

/// Brings a phase back.
pub async fn unarchive(tx: &Tx, input: PhaseArchiveInput) -> Result<phase::Model> {
    let (project, phase) = plan::found(tx, Action::Archive, input.id).await?;
    let phase = phase.at(input.expected_version)?;
    plan::going_on(&project)?;
    let phase = tx.unarchive::<phase::Entity>(phase).await?;
    tx.tell(EventType::PhaseUnarchived, &phase);
    Ok(phase)
}

/// Refuses progress by hand where it is found in another way.
fn by_hand(method: PercentCompleteMethod, percent: Option<i32>) -> Result<(), UserError> {
    if percent.is_some() && method != PercentCompleteMethod::Manual {
        return Err(UserError::invalid(
            "input.percentBps",
            say!("progress is set by hand only where percentCompleteMethod is MANUAL"),
        ));
    }
    Ok(())
}

async fn no_open_tasks(tx: &Tx, phase: Id<phase::Entity>) -> Result<()> {
    let open = plan::open_tasks().add(task::Column::PhaseId.eq(phase));
    if tx.exists(tx.rows::<task::Entity>(open)).await? {
        return Err(UserError::invalid_state(say!("the phase still has open tasks")).into());
    }
    Ok(())
}

async fn last_position(tx: &Tx, project: Id<project::Entity>) -> Result<Option<i32>> {
    let last = tx
        .rows::<phase::Entity>(Condition::all().add(phase::Column::ProjectId.eq(project)))
        .order_by_desc(phase::Column::Position)
        .one(tx.connection().await?)
        .await?;
    Ok(last.map(|phase| phase.position))
}
