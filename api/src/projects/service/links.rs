//! What ties a task to people and to other tasks. Tasks never wait for each other in a circle: both ends are of one project, and
//! whoever adds a tie holds that project.

use entity::{membership, task, task_assignee, task_dependency, value::Id};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait};
use uuid::Uuid;

use super::project_member;
use crate::kernel::{
    error::{Error, Result, UserError},
    tx::Tx,
};

/// People who do one task at most, and tasks that one task waits for at most.
const AT_MOST: usize = 50;

/// What a change does to the ties of a task.
pub(super) struct Ties {
    /// Who does it from now on.
    pub(super) add_assignees: Option<Vec<Id<membership::Entity>>>,
    /// Who no longer does it.
    pub(super) remove_assignees: Option<Vec<Id<membership::Entity>>>,
    /// What it waits for from now on.
    pub(super) add_others: Option<Vec<Id<task::Entity>>>,
    /// What it no longer waits for.
    pub(super) remove_others: Option<Vec<Id<task::Entity>>>,
}

/// Changes the ties of a task and names the fields that are different now.
pub(super) async fn change(tx: &Tx, task: &task::Model, ties: Ties) -> Result<Vec<String>> {
    let Ties {
        add_assignees,
        remove_assignees,
        add_others,
        remove_others,
    } = ties;
    let assignees = unassign(tx, task, remove_assignees).await?
        | assign(tx, task, add_assignees, "input.addAssigneeIds").await?;
    let depends_on = wait_no_longer(tx, task, remove_others).await?
        | wait_for(tx, task, add_others, "input.addDependsOnIds").await?;
    let fields = [("assignees", assignees), ("dependsOn", depends_on)];
    Ok(fields
        .into_iter()
        .filter(|(_, changed)| *changed)
        .map(|(field, _)| field.to_owned())
        .collect())
}

/// Gives a task to people. Those who are not on its project are put on it.
pub(super) async fn assign(
    tx: &Tx,
    task: &task::Model,
    members: Option<Vec<Id<membership::Entity>>>,
    path: &str,
) -> Result<bool> {
    let Some(members) = members.filter(|members| !members.is_empty()) else {
        return Ok(false);
    };
    let there = Condition::all().add(task_assignee::Column::TaskId.eq(task.id));
    let there = tx
        .rows::<task_assignee::Entity>(there)
        .all(tx.connection().await?)
        .await?;
    let new = unique(members, |member| {
        there.iter().all(|link| link.member_id != *member)
    });
    if new.is_empty() {
        return Ok(false);
    }
    room(there.len(), new.len(), path)?;
    all_work(tx, &new, path).await?;
    project_member::put_all_on(tx, task.project_id, &new).await?;
    for member in new {
        let row = task_assignee::ActiveModel {
            task_id: Set(task.id),
            member_id: Set(member),
            ..Default::default()
        };
        tx.insert(row).await?;
    }
    Ok(true)
}

/// Takes a task from people.
async fn unassign(tx: &Tx, task: &task::Model, members: Option<Vec<Id<membership::Entity>>>) -> Result<bool> {
    let Some(members) = members.filter(|members| !members.is_empty()) else {
        return Ok(false);
    };
    let links = Condition::all()
        .add(task_assignee::Column::TaskId.eq(task.id))
        .add(task_assignee::Column::MemberId.is_in(members));
    Ok(tx.delete::<task_assignee::Entity>(links).await? > 0)
}

/// Lets a task wait for others of its project.
pub(super) async fn wait_for(
    tx: &Tx,
    task: &task::Model,
    others: Option<Vec<Id<task::Entity>>>,
    path: &str,
) -> Result<bool> {
    let Some(others) = others.filter(|others| !others.is_empty()) else {
        return Ok(false);
    };
    let there = Condition::all().add(task_dependency::Column::TaskId.eq(task.id));
    let there = tx
        .rows::<task_dependency::Entity>(there)
        .all(tx.connection().await?)
        .await?;
    let new = unique(others, |other| {
        there.iter().all(|link| link.depends_on_id != *other)
    });
    if new.is_empty() {
        return Ok(false);
    }
    room(there.len(), new.len(), path)?;
    all_beside(tx, task, &new, path).await?;
    if waits_already(tx, task.id.uuid(), &new).await? {
        return Err(UserError::invalid(path, say!("the tasks would wait for each other in a circle")).into());
    }
    for other in new {
        let row = task_dependency::ActiveModel {
            task_id: Set(task.id),
            depends_on_id: Set(other),
            ..Default::default()
        };
        tx.insert(row).await?;
    }
    Ok(true)
}

/// Lets a task no longer wait for others.
async fn wait_no_longer(tx: &Tx, task: &task::Model, others: Option<Vec<Id<task::Entity>>>) -> Result<bool> {
    let Some(others) = others.filter(|others| !others.is_empty()) else {
        return Ok(false);
    };
    let links = Condition::all()
        .add(task_dependency::Column::TaskId.eq(task.id))
        .add(task_dependency::Column::DependsOnId.is_in(others));
    Ok(tx.delete::<task_dependency::Entity>(links).await? > 0)
}

/// Each once, as far as it is wanted.
fn unique<E>(mut ids: Vec<Id<E>>, wanted: impl Fn(&Id<E>) -> bool) -> Vec<Id<E>> {
    ids.retain(wanted);
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn room(there: usize, new: usize, path: &str) -> Result<(), UserError> {
    if there + new > AT_MOST {
        return Err(UserError::limit_reached(
            path,
            say!("at most {AT_MOST} are allowed", AT_MOST),
        ));
    }
    Ok(())
}

async fn all_work(tx: &Tx, members: &[Id<membership::Entity>], path: &str) -> Result<()> {
    let wanted = Condition::all().add(membership::Column::Id.is_in(members.iter().copied()));
    let found = tx
        .rows::<membership::Entity>(wanted)
        .all(tx.connection().await?)
        .await?;
    if found.len() < members.len() {
        return Err(UserError::not_found(path).into());
    }
    if found.iter().all(project_member::works) {
        Ok(())
    } else {
        Err(project_member::no_worker(path).into())
    }
}

/// All are there, in the same project.
async fn all_beside(tx: &Tx, task: &task::Model, others: &[Id<task::Entity>], path: &str) -> Result<()> {
    let wanted = Condition::all()
        .add(task::Column::Id.is_in(others.iter().copied()))
        .add(task::Column::ProjectId.eq(task.project_id))
        .add(task::Column::ArchivedAt.is_null());
    let found = tx
        .rows::<task::Entity>(wanted)
        .all(tx.connection().await?)
        .await?;
    if found.len() < others.len() {
        return Err(UserError::not_found(path).into());
    }
    Ok(())
}

/// Whether one of these is the task itself, or waits for it, however far away.
async fn waits_already(tx: &Tx, task: Uuid, others: &[Id<task::Entity>]) -> Result<bool> {
    let others: Vec<Uuid> = others.iter().map(|other| other.uuid()).collect();
    let mut binds = tx.caller().binds(tx.actor());
    let (agency, task) = (binds.agency(), binds.bind(task));
    let begin = binds.any_id("t.id", &others);
    let sql = format!(
        "WITH RECURSIVE earlier(id) AS (SELECT t.id FROM tasks t WHERE t.agency_id = {agency} AND {begin} \
         UNION SELECT d.depends_on_id FROM task_dependencies d JOIN earlier e ON d.task_id = e.id WHERE d.agency_id = {agency}) \
         SELECT count(*) FROM earlier WHERE id = {task}"
    );
    let row = tx.connection().await?.query_one_raw(binds.statement(sql)).await?;
    let row = row.ok_or_else(|| Error::internal("looking for a circle without an answer"))?;
    Ok(row.try_get_by_index::<i64>(0)? > 0)
}
