//! Where a booking belongs: a project that is going on, and a phase and a task of it.

use entity::{
    commitment::{self, CommitmentStatus},
    membership::{self, MemberStatus},
    phase, project, task,
    value::Id,
    work_role,
};
use sea_orm::{ColumnTrait, Condition};

use super::leads;
use crate::{
    kernel::{
        error::{Error, Result, UserError},
        policy::Action,
        tx::Tx,
    },
    projects::service::going_on,
};

/// The project that something is booked on.
pub(super) async fn project(tx: &Tx, id: Id<project::Entity>) -> Result<project::Model> {
    let project = tx
        .under::<project::Entity>(Action::Read, id, "input.projectId")
        .await?;
    going_on(&project)?;
    Ok(project)
}

/// The project of something that is booked.
pub(super) async fn project_of(tx: &Tx, id: Id<project::Entity>) -> Result<project::Model> {
    let project = tx.under::<project::Entity>(Action::Read, id, "input.id").await?;
    going_on(&project)?;
    Ok(project)
}

/// The phase of a booking and its task: both of the project, the phase that of the task when none is named.
pub(super) async fn parts(
    tx: &Tx,
    project: &project::Model,
    phase: Option<Id<phase::Entity>>,
    task: Option<Id<task::Entity>>,
) -> Result<Option<Id<phase::Entity>>> {
    let mut of_task = None;
    if let Some(task) = task {
        let wanted = Condition::all()
            .add(task::Column::Id.eq(task))
            .add(task::Column::ProjectId.eq(project.id))
            .add(task::Column::ArchivedAt.is_null());
        let task = tx
            .rows::<task::Entity>(wanted)
            .one(tx.connection().await?)
            .await?;
        of_task = task.ok_or_else(|| UserError::not_found("input.taskId"))?.phase_id;
    }
    let Some(phase) = phase else { return Ok(of_task) };
    let wanted = Condition::all()
        .add(phase::Column::Id.eq(phase))
        .add(phase::Column::ProjectId.eq(project.id))
        .add(phase::Column::ArchivedAt.is_null());
    if !tx.exists(tx.rows::<phase::Entity>(wanted)).await? {
        return Err(UserError::not_found("input.phaseId").into());
    }
    Ok(Some(phase))
}

/// The commitment that something bought uses: an open one of the project.
pub(super) async fn commitment(
    tx: &Tx,
    project: &project::Model,
    commitment: Option<Id<commitment::Entity>>,
) -> Result<()> {
    let Some(id) = commitment else { return Ok(()) };
    let path = "input.commitmentId";
    let commitment = tx.refer::<commitment::Entity>(id, path).await?;
    if commitment.project_id != project.id {
        return Err(UserError::not_found(path).into());
    }
    if commitment.status != CommitmentStatus::Open {
        return Err(UserError::invalid(path, say!("the commitment is not open")).into());
    }
    Ok(())
}

/// Who works: the actor, or somebody else when the actor leads.
pub(super) async fn worker(
    tx: &Tx,
    member: Option<Id<membership::Entity>>,
) -> Result<Id<membership::Entity>> {
    let own = tx.actor().member_id;
    let Some(member) = member.filter(|member| Some(*member) != own) else {
        return own.ok_or_else(|| UserError::required("input.memberId").into());
    };
    if !leads(tx.actor().role) {
        return Err(Error::Forbidden("timeEntries:write".to_owned()));
    }
    let found = tx.refer::<membership::Entity>(member, "input.memberId").await?;
    let works = found.role != membership::Role::Portal && found.status == MemberStatus::Active;
    if !works {
        return Err(
            UserError::invalid("input.memberId", say!("this person does not work for the agency")).into(),
        );
    }
    Ok(found.id)
}

/// Who gets money back.
pub(super) async fn paid_back(tx: &Tx, member: Option<Id<membership::Entity>>) -> Result<()> {
    if let Some(member) = member {
        tx.refer::<membership::Entity>(member, "input.reimburseToId")
            .await?;
    }
    Ok(())
}

/// What somebody works as.
pub(super) async fn role(tx: &Tx, role: Option<Id<work_role::Entity>>) -> Result<()> {
    if let Some(role) = role {
        tx.refer::<work_role::Entity>(role, "input.workRoleId").await?;
    }
    Ok(())
}
