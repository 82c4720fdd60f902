//! What phases, milestones, tasks and places on a project share: whoever changes one holds the project, so that rules about
//! several of them see all of them stand still.

use async_graphql::MaybeUndefined;
use chrono::NaiveDate;
use entity::{
    milestone, phase,
    phase::PhaseStatus,
    project::{self, ProjectStatus},
    project_member, task,
    task::TaskStatus,
    value::{Date, Id},
};
use sea_orm::{ColumnTrait, Condition, ModelTrait};

use crate::kernel::{
    error::{Error, Result, UserError},
    guard::Guarded,
    policy::Action,
    tx::Tx,
};

/// A record that belongs to a project.
pub(super) trait OfProject: ModelTrait {
    /// The project.
    fn project(&self) -> Id<project::Entity>;
}

macro_rules! of_project {
    ($($table:ident)*) => {$(
        impl OfProject for $table::Model {
            fn project(&self) -> Id<project::Entity> {
                self.project_id
            }
        }
    )*};
}

of_project! { project_member phase milestone task }

/// The record that the actor wants to change, and its project. The project is locked first: all who change its plan wait for
/// each other in the same order.
pub(super) async fn found<E>(tx: &Tx, action: Action, id: Id<E>) -> Result<(project::Model, E::Model)>
where
    E: Guarded,
    E::Model: OfProject,
{
    let seen = tx.glance::<E>(action, id).await?;
    let project = match tx
        .under::<project::Entity>(action, seen.project(), "input.id")
        .await
    {
        Err(Error::User(_)) => return Err(UserError::invalid_state(say!("the project is archived")).into()),
        outcome => outcome?,
    };
    Ok((project, tx.fetch_for(action, id).await?))
}

/// Refuses to plan or book anything in a project that has come to its end.
///
/// # Errors
/// `INVALID_STATE`.
pub fn going_on(project: &project::Model) -> Result<(), UserError> {
    match project.status {
        ProjectStatus::Planned | ProjectStatus::Active | ProjectStatus::OnHold | ProjectStatus::Delivered => {
            Ok(())
        }
        ProjectStatus::Closed => Err(UserError::invalid_state(say!("the project is closed"))),
        ProjectStatus::Cancelled => Err(UserError::invalid_state(say!("the project is cancelled"))),
    }
}

/// The phase of this project that an input refers to.
pub(super) async fn phase_of(
    tx: &Tx,
    project: &project::Model,
    phase: Id<phase::Entity>,
    path: &str,
) -> Result<phase::Model> {
    let wanted = Condition::all()
        .add(phase::Column::Id.eq(phase))
        .add(phase::Column::ProjectId.eq(project.id))
        .add(phase::Column::ArchivedAt.is_null());
    let phase = tx
        .rows::<phase::Entity>(wanted)
        .one(tx.connection().await?)
        .await?;
    phase.ok_or_else(|| UserError::not_found(path).into())
}

/// Refuses open tasks in a phase that has come to its end.
pub(super) fn takes_tasks(phase: &phase::Model) -> Result<(), UserError> {
    match phase.status {
        PhaseStatus::Planned | PhaseStatus::Active => Ok(()),
        PhaseStatus::Done => Err(UserError::invalid_state(say!("the phase is done"))),
        PhaseStatus::Cancelled => Err(UserError::invalid_state(say!("the phase is cancelled"))),
    }
}

/// Tasks that are not at their end.
pub(super) fn open_tasks() -> Condition {
    let open = [TaskStatus::Todo, TaskStatus::Doing, TaskStatus::Blocked];
    Condition::all()
        .add(task::Column::Status.is_in(open))
        .add(task::Column::ArchivedAt.is_null())
}

/// The day that a change leaves.
pub(super) fn day_after(change: MaybeUndefined<Date>, before: Option<NaiveDate>) -> Option<NaiveDate> {
    match change {
        MaybeUndefined::Undefined => before,
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(day) => Some(day.into()),
    }
}
