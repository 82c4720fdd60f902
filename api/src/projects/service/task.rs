//! Rules of tasks. A task that is done has nothing left to do, and one that waits for others does not begin before them.

use async_graphql::MaybeUndefined;
use entity::{
    event::Visibility,
    need::Priority,
    phase, project,
    task::{self, TaskStatus},
    task_dependency,
    value::{Id, Kind},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, QueryOrder,
    sea_query::Query,
};

use super::{
    links::{self, Ties},
    plan,
};
use crate::{
    kernel::{
        custom,
        error::{Result, UserError},
        event::EventType,
        external,
        patch::{needed, optional, trim, trimmed},
        place,
        policy::Action,
        state::State,
        tx::{Tx, Versioned},
    },
    projects::input::{
        TaskArchiveInput, TaskCreateInput, TaskTransitionInput, TaskUpdateInput, WHOLE_BPS, in_order,
    },
};

/// Adds a task to a project.
pub async fn create(tx: &Tx, input: TaskCreateInput) -> Result<task::Model> {
    tx.may(Action::Create, Kind::Task)?;
    input.check()?;
    let project = tx
        .under::<project::Entity>(Action::Update, input.project_id, "input.projectId")
        .await?;
    plan::going_on(&project)?;
    if let Some(phase) = input.phase_id {
        open_phase(tx, &project, phase).await?;
    }
    let custom_fields = custom::checked_new::<task::Entity>(tx, input.custom_fields).await?;
    let position = match input.position {
        Some(position) => position,
        None => place::after(last_position(tx, project.id).await?),
    };
    let row = task::ActiveModel {
        project_id: Set(project.id),
        phase_id: Set(input.phase_id),
        name: Set(input.name.trim().to_owned()),
        description: Set(trim(input.description)),
        status: Set(TaskStatus::Todo),
        estimate_minutes: Set(input.estimate_minutes),
        remaining_minutes: Set(input.remaining_minutes.or(input.estimate_minutes)),
        percent_bps: Set(input.percent_bps.unwrap_or(0)),
        starts_on: Set(input.starts_on.map(Into::into)),
        due_on: Set(input.due_on.map(Into::into)),
        priority: Set(input.priority.unwrap_or(Priority::Normal)),
        visibility: Set(input.visibility.unwrap_or(Visibility::Internal)),
        position: Set(position),
        custom_fields: Set(custom_fields),
        ..Default::default()
    };
    let task = tx.insert(row).await?;
    links::assign(tx, &task, input.assignee_ids, "input.assigneeIds").await?;
    links::wait_for(tx, &task, input.depends_on_ids, "input.dependsOnIds").await?;
    external::put(tx, task.id, "externalIds", input.external_ids, None).await?;
    custom::index(tx, task.id, &task.custom_fields).await?;
    tx.tell(EventType::TaskCreated, &task);
    Ok(task)
}

/// Changes a task. Its place in the plan is changed by those who may change the project.
pub async fn update(tx: &Tx, input: TaskUpdateInput) -> Result<task::Model> {
    let (project, task) = plan::found(tx, Action::Update, input.id).await?;
    if input.changes_plan() {
        tx.may(Action::Update, Kind::Project)?;
    }
    let task = task.at(input.expected_version)?;
    input.check()?;
    plan::going_on(&project)?;
    in_order(
        plan::day_after(input.starts_on, task.starts_on),
        plan::day_after(input.due_on, task.due_on),
        "dueOn",
    )?;
    nothing_left_when_done(&task, &input)?;
    if let MaybeUndefined::Value(phase) = input.phase_id {
        fitting_phase(tx, &project, &task, phase).await?;
    }
    let custom_fields =
        custom::checked_patch::<task::Entity>(tx, &task.custom_fields, input.custom_fields).await?;
    let changes = task::ActiveModel {
        phase_id: optional(input.phase_id),
        name: needed(trimmed(input.name)),
        description: optional(trimmed(input.description)),
        estimate_minutes: optional(input.estimate_minutes),
        remaining_minutes: optional(input.remaining_minutes),
        percent_bps: needed(input.percent_bps),
        starts_on: optional(input.starts_on),
        due_on: optional(input.due_on),
        priority: needed(input.priority),
        visibility: needed(input.visibility),
        position: needed(input.position),
        custom_fields: custom_fields.map_or(NotSet, Set),
        ..Default::default()
    };
    let ties = Ties {
        add_assignees: input.add_assignee_ids,
        remove_assignees: input.remove_assignee_ids,
        add_others: input.add_depends_on_ids,
        remove_others: input.remove_depends_on_ids,
    };
    let elsewhere = links::change(tx, &task, ties).await?;
    let task = tx.update_with(task, changes, elsewhere).await?;
    external::put(
        tx,
        task.id,
        "addExternalIds",
        input.add_external_ids,
        input.remove_external_ids,
    )
    .await?;
    custom::index(tx, task.id, &task.custom_fields).await?;
    tx.tell(EventType::TaskUpdated, &task);
    Ok(task)
}

/// Takes a task to another state.
pub async fn transition(tx: &Tx, input: TaskTransitionInput) -> Result<task::Model> {
    let (project, task) = plan::found(tx, Action::Update, input.id).await?;
    let task = task.at(input.expected_version)?;
    input.check()?;
    plan::going_on(&project)?;
    task.status.step(input.to)?;
    match task.status {
        TaskStatus::Todo if input.to == TaskStatus::Doing => nothing_before(tx, task.id).await?,
        TaskStatus::Done => opens_in_phase(tx, &task).await?,
        TaskStatus::Todo | TaskStatus::Doing | TaskStatus::Blocked | TaskStatus::Cancelled => {}
    }
    let (reason, done) = (trim(input.reason), input.to == TaskStatus::Done);
    let changes = task::ActiveModel {
        status: Set(input.to),
        status_reason: Set(reason.clone()),
        done_at: Set(done.then(|| tx.now())),
        remaining_minutes: if done { Set(Some(0)) } else { NotSet },
        percent_bps: if done { Set(WHOLE_BPS) } else { NotSet },
        ..Default::default()
    };
    let task = tx.update(task, changes).await?;
    tx.tell_why(EventType::TaskStatusChanged, &task, reason);
    Ok(task)
}

/// Puts a task out of sight.
pub async fn archive(tx: &Tx, input: TaskArchiveInput) -> Result<task::Model> {
    let (_, task) = plan::found(tx, Action::Archive, input.id).await?;
    let task = task.at(input.expected_version)?;
    let task = tx.archive::<task::Entity>(task).await?;
    tx.tell(EventType::TaskArchived, &task);
    Ok(task)
}

/// Brings a task back.
pub async fn unarchive(tx: &Tx, input: TaskArchiveInput) -> Result<task::Model> {
    let (project, task) = plan::found(tx, Action::Archive, input.id).await?;
    let task = task.at(input.expected_version)?;
    plan::going_on(&project)?;
    if is_open(task.status) {
        opens_in_phase(tx, &task).await?;
    }
    let task = tx.unarchive::<task::Entity>(task).await?;
    tx.tell(EventType::TaskUnarchived, &task);
    Ok(task)
}

const fn is_open(status: TaskStatus) -> bool {
    match status {
        TaskStatus::Todo | TaskStatus::Doing | TaskStatus::Blocked => true,
        TaskStatus::Done | TaskStatus::Cancelled => false,
    }
}

/// A task that is done keeps no work and all progress.
fn nothing_left_when_done(task: &task::Model, input: &TaskUpdateInput) -> Result<(), UserError> {
    if task.status != TaskStatus::Done {
        return Ok(());
    }
    let nothing_left = matches!(
        input.remaining_minutes,
        MaybeUndefined::Undefined | MaybeUndefined::Value(0)
    );
    let whole = matches!(
        input.percent_bps,
        MaybeUndefined::Undefined | MaybeUndefined::Value(WHOLE_BPS)
    );
    if nothing_left && whole {
        Ok(())
    } else {
        Err(UserError::invalid_state(say!(
            "the task is done: reopen it first"
        )))
    }
}

async fn open_phase(tx: &Tx, project: &project::Model, phase: Id<phase::Entity>) -> Result<()> {
    let phase = plan::phase_of(tx, project, phase, "input.phaseId").await?;
    Ok(plan::takes_tasks(&phase)?)
}

/// An open task goes to a phase that is not at its end, any other to any phase.
async fn fitting_phase(
    tx: &Tx,
    project: &project::Model,
    task: &task::Model,
    phase: Id<phase::Entity>,
) -> Result<()> {
    if is_open(task.status) && task.phase_id != Some(phase) {
        return open_phase(tx, project, phase).await;
    }
    plan::phase_of(tx, project, phase, "input.phaseId").await?;
    Ok(())
}

/// A task becomes open again in its phase, which must not be at its end or out of sight.
async fn opens_in_phase(tx: &Tx, task: &task::Model) -> Result<()> {
    let Some(phase) = task.phase_id else { return Ok(()) };
    let phase = Condition::all().add(phase::Column::Id.eq(phase));
    let Some(phase) = tx
        .rows::<phase::Entity>(phase)
        .one(tx.connection().await?)
        .await?
    else {
        return Ok(());
    };
    if phase.archived_at.is_some() {
        return Err(UserError::invalid_state(say!("the phase is archived")).into());
    }
    Ok(plan::takes_tasks(&phase)?)
}

/// Nothing that the task waits for is still open.
async fn nothing_before(tx: &Tx, task: Id<task::Entity>) -> Result<()> {
    let before = Query::select()
        .column(task_dependency::Column::DependsOnId)
        .from(task_dependency::Entity)
        .and_where(task_dependency::Column::AgencyId.eq(tx.actor().agency_id))
        .and_where(task_dependency::Column::TaskId.eq(task))
        .to_owned();
    let open = plan::open_tasks().add(task::Column::Id.in_subquery(before));
    if tx.exists(tx.rows::<task::Entity>(open)).await? {
        return Err(UserError::invalid_state(say!("a task that it depends on is still open")).into());
    }
    Ok(())
}

async fn last_position(tx: &Tx, project: Id<project::Entity>) -> Result<Option<i32>> {
    let last = tx
        .rows::<task::Entity>(Condition::all().add(task::Column::ProjectId.eq(project)))
        .order_by_desc(task::Column::Position)
        .one(tx.connection().await?)
        .await?;
    Ok(last.map(|task| task.position))
}
