//! Rules of who is on a project. Who runs it is always on it, and nobody leaves open tasks behind.

use entity::{
    membership::{self, MemberStatus, Role},
    project,
    project_member::{self, ProjectRole},
    task, task_assignee,
    value::{Id, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, sea_query::Query};

use super::plan;
use crate::{
    kernel::{
        error::{Result, UserError},
        event::EventType,
        policy::Action,
        tx::{Tx, Versioned},
    },
    projects::input::{ProjectMemberAddInput, ProjectMemberRemoveInput, ProjectMemberUpdateInput},
};

/// Puts somebody on a project.
pub async fn add(tx: &Tx, input: ProjectMemberAddInput) -> Result<project_member::Model> {
    tx.may(Action::Create, Kind::ProjectMember)?;
    let project = tx
        .under::<project::Entity>(Action::Update, input.project_id, "input.projectId")
        .await?;
    plan::going_on(&project)?;
    let role = input.role.unwrap_or(ProjectRole::Contributor);
    let member = match role {
        ProjectRole::Manager => runner(tx, input.member_id, "input.memberId").await?,
        ProjectRole::Contributor => worker(tx, input.member_id, "input.memberId").await?,
    };
    if let Some(there) = place(tx, project.id, member.id).await? {
        let there = (Kind::ProjectMember, there.id.uuid());
        return Err(UserError::not_unique("input.memberId", Some(there)).into());
    }
    insert(tx, project.id, member.id, role).await
}

/// Gives somebody on a project another role there.
pub async fn update(tx: &Tx, input: ProjectMemberUpdateInput) -> Result<project_member::Model> {
    let (project, place) = plan::found(tx, Action::Update, input.id).await?;
    let place = place.at(input.expected_version)?;
    match input.role {
        ProjectRole::Manager => {
            runner(tx, place.member_id, "input.role").await?;
        }
        ProjectRole::Contributor => not_running(&project, &place)?,
    }
    set_role(tx, place, input.role).await
}

/// Takes somebody off a project.
pub async fn remove(tx: &Tx, input: ProjectMemberRemoveInput) -> Result<project::Model> {
    let (project, place) = plan::found(tx, Action::Update, input.id).await?;
    let place = place.at(input.expected_version)?;
    not_running(&project, &place)?;
    let assigned = Query::select()
        .column(task_assignee::Column::TaskId)
        .from(task_assignee::Entity)
        .and_where(task_assignee::Column::AgencyId.eq(place.agency_id))
        .and_where(task_assignee::Column::MemberId.eq(place.member_id))
        .to_owned();
    let open = plan::open_tasks()
        .add(task::Column::ProjectId.eq(project.id))
        .add(task::Column::Id.in_subquery(assigned));
    if tx.exists(tx.rows::<task::Entity>(open)).await? {
        return Err(UserError::invalid_state(say!("this person still has open tasks on the project")).into());
    }
    tx.delete::<project_member::Entity>(Condition::all().add(project_member::Column::Id.eq(place.id)))
        .await?;
    tx.tell(EventType::ProjectMemberRemoved, &place);
    Ok(project)
}

/// Sees to it that somebody is on a project, at least in this role.
///
/// # Errors
/// When the database fails.
pub async fn put_on(
    tx: &Tx,
    project: Id<project::Entity>,
    member: Id<membership::Entity>,
    role: ProjectRole,
) -> Result<()> {
    match place(tx, project, member).await? {
        None => {
            insert(tx, project, member, role).await?;
        }
        Some(there) if role == ProjectRole::Manager => {
            set_role(tx, there, role).await?;
        }
        Some(_) => {}
    }
    Ok(())
}

/// Sees to it that these people are on a project.
pub(super) async fn put_all_on(
    tx: &Tx,
    project: Id<project::Entity>,
    members: &[Id<membership::Entity>],
) -> Result<()> {
    let there = Condition::all()
        .add(project_member::Column::ProjectId.eq(project))
        .add(project_member::Column::MemberId.is_in(members.iter().copied()));
    let there = tx
        .rows::<project_member::Entity>(there)
        .all(tx.connection().await?)
        .await?;
    let missing = members
        .iter()
        .filter(|member| there.iter().all(|place| place.member_id != **member));
    for member in missing {
        insert(tx, project, *member, ProjectRole::Contributor).await?;
    }
    Ok(())
}

/// Somebody who can run a project: what they plan they have to be able to change.
///
/// # Errors
/// `NOT_FOUND` for nobody the actor knows of, INVALID for somebody who cannot run it.
pub async fn runner(tx: &Tx, member: Id<membership::Entity>, path: &str) -> Result<membership::Model> {
    let member = tx.refer::<membership::Entity>(member, path).await?;
    if runs(&member) {
        Ok(member)
    } else {
        Err(UserError::invalid(path, say!("this person cannot run a project")).into())
    }
}

/// The first of these people who can run a project, whether the actor knows of them or not.
///
/// # Errors
/// When the database fails.
pub async fn first_runner(
    tx: &Tx,
    candidates: &[Id<membership::Entity>],
) -> Result<Option<Id<membership::Entity>>> {
    let among = Condition::all().add(membership::Column::Id.is_in(candidates.iter().copied()));
    let members = tx
        .rows::<membership::Entity>(among)
        .all(tx.connection().await?)
        .await?;
    let can_run = |id: &Id<membership::Entity>| members.iter().any(|member| member.id == *id && runs(member));
    Ok(candidates.iter().copied().find(can_run))
}

/// Whether somebody can run a project.
fn runs(member: &membership::Model) -> bool {
    let role = match member.role {
        Role::Owner | Role::Manager | Role::AccountManager | Role::ProjectManager => true,
        Role::Specialist | Role::Finance | Role::Freelancer | Role::Viewer | Role::Portal => false,
    };
    role && member.status == MemberStatus::Active
}

/// Whether somebody can work on a project: not who only looks on, and nobody of the client's side.
pub(super) fn works(member: &membership::Model) -> bool {
    let role = match member.role {
        Role::Owner
        | Role::Manager
        | Role::AccountManager
        | Role::ProjectManager
        | Role::Specialist
        | Role::Finance
        | Role::Freelancer => true,
        Role::Viewer | Role::Portal => false,
    };
    role && member.status == MemberStatus::Active
}

/// What is said of somebody who cannot work on a project.
pub(super) fn no_worker(path: &str) -> UserError {
    UserError::invalid(path, say!("this person cannot work on a project"))
}

async fn worker(tx: &Tx, member: Id<membership::Entity>, path: &str) -> Result<membership::Model> {
    let member = tx.refer::<membership::Entity>(member, path).await?;
    if works(&member) {
        Ok(member)
    } else {
        Err(no_worker(path).into())
    }
}

async fn place(
    tx: &Tx,
    project: Id<project::Entity>,
    member: Id<membership::Entity>,
) -> Result<Option<project_member::Model>> {
    let place = Condition::all()
        .add(project_member::Column::ProjectId.eq(project))
        .add(project_member::Column::MemberId.eq(member));
    Ok(tx
        .rows::<project_member::Entity>(place)
        .one(tx.connection().await?)
        .await?)
}

async fn insert(
    tx: &Tx,
    project: Id<project::Entity>,
    member: Id<membership::Entity>,
    role: ProjectRole,
) -> Result<project_member::Model> {
    let row = project_member::ActiveModel {
        project_id: Set(project),
        member_id: Set(member),
        role: Set(role),
        ..Default::default()
    };
    let place = tx.insert(row).await?;
    tx.tell(EventType::ProjectMemberAdded, &place);
    Ok(place)
}

async fn set_role(tx: &Tx, place: project_member::Model, role: ProjectRole) -> Result<project_member::Model> {
    if place.role == role {
        return Ok(place);
    }
    let changes = project_member::ActiveModel {
        role: Set(role),
        ..Default::default()
    };
    let place = tx.update(place, changes).await?;
    tx.tell(EventType::ProjectMemberUpdated, &place);
    Ok(place)
}

fn not_running(project: &project::Model, place: &project_member::Model) -> Result<(), UserError> {
    if project.manager_id == Some(place.member_id) {
        return Err(UserError::invalid_state(say!(
            "this person runs the project: let somebody else run it first"
        )));
    }
    Ok(())
}
