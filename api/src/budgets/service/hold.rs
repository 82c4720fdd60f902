//! Holding a project: whoever books a cost or changes a budget of it waits for whoever does so at the same time. The project is
//! held first, and its budgets are read after it, so that what was read stays true until the end of the unit of work.

use entity::{
    budget, budget_alert, budget_line, budget_version, commitment, overrun_decision,
    project::{self, Column},
    value::Id,
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, ModelTrait, QueryOrder};

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

of_project! { budget budget_version budget_line commitment overrun_decision budget_alert }

/// Holds the money of a project and gives its budgets. Records may still be made that refer to the project.
pub(super) async fn hold(tx: &Tx, project: Id<project::Entity>) -> Result<Vec<budget::Model>> {
    let mut binds = tx.caller().binds(tx.actor());
    let (agency, id, hold) = (binds.agency(), binds.bind(project), binds.dialect.hold);
    let sql = format!("SELECT r.id FROM projects r WHERE r.agency_id = {agency} AND r.id = {id}{hold}");
    tx.connection().await?.query_one_raw(binds.statement(sql)).await?;
    let of_project = Condition::all().add(budget::Column::ProjectId.eq(project));
    let budgets = tx
        .rows::<budget::Entity>(of_project)
        .order_by_asc(budget::Column::Id);
    Ok(budgets.all(tx.connection().await?).await?)
}

/// The record that the actor wants to change, its project, which is held, and the project's budgets.
pub(super) async fn found<E>(
    tx: &Tx,
    action: Action,
    id: Id<E>,
) -> Result<(project::Model, Vec<budget::Model>, E::Model)>
where
    E: Guarded,
    E::Model: OfProject,
{
    let seen = tx.glance::<E>(action, id).await?;
    let (project, budgets) = held(tx, seen.project()).await?;
    Ok((project, budgets, tx.fetch_for(action, id).await?))
}

/// The record that an input refers to, its project, which is held, and the project's budgets.
pub(super) async fn under<E>(
    tx: &Tx,
    id: Id<E>,
    path: &str,
) -> Result<(project::Model, Vec<budget::Model>, E::Model)>
where
    E: Guarded,
    E::Model: OfProject,
{
    let seen = tx.refer::<E>(id, path).await?;
    let (project, budgets) = held(tx, seen.project()).await?;
    Ok((project, budgets, tx.refer(id, path).await?))
}

/// A project whose money stands still, and its budgets.
async fn held(tx: &Tx, project: Id<project::Entity>) -> Result<(project::Model, Vec<budget::Model>)> {
    let budgets = hold(tx, project).await?;
    let this = Condition::all().add(Column::Id.eq(project));
    let project = tx
        .rows::<project::Entity>(this)
        .one(tx.connection().await?)
        .await?;
    let project = project.ok_or_else(|| Error::internal("a budget without a project"))?;
    if project.archived_at.is_some() {
        return Err(UserError::invalid_state(say!("the project is archived")).into());
    }
    Ok((project, budgets))
}

/// One of the budgets of a project that is held.
pub(super) fn one(budgets: &mut [budget::Model], id: Id<budget::Entity>) -> Result<&mut budget::Model> {
    budgets
        .iter_mut()
        .find(|budget| budget.id == id)
        .ok_or_else(|| Error::internal("a budget that is not of the project"))
}
