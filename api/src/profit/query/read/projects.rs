//! The projects whose figures the caller asks for, as far as the caller sees them.

use async_graphql::{Context, Result};
use entity::{
    client,
    project::{self, ProjectStatus},
    value::{CurrencyCode, Id},
};
use sea_orm::{FromQueryResult, QueryResult};
use uuid::Uuid;

use crate::{
    kernel::error::{Code, Error},
    read::{FilterOf, figures},
};

/// Projects whose figures are added up in one answer.
pub(in crate::profit::query) const TOTALLED: usize = 1_000;

/// What is shown of a project beside its figures.
#[derive(Clone, Debug, FromQueryResult)]
pub(in crate::profit::query) struct ProjectRow {
    pub(in crate::profit::query) id: Uuid,
    pub(in crate::profit::query) code: String,
    pub(in crate::profit::query) name: String,
    pub(in crate::profit::query) status: ProjectStatus,
    pub(in crate::profit::query) currency: CurrencyCode,
    pub(in crate::profit::query) client_id: Id<client::Entity>,
    pub(in crate::profit::query) client_name: String,
}

/// Which page is asked for: so many after a code.
#[derive(Clone, Debug)]
pub(in crate::profit::query) struct Paging {
    pub(in crate::profit::query) first: usize,
    pub(in crate::profit::query) after: Option<String>,
}

const COLUMNS: &str = "r.id, r.code, r.name, r.status, r.currency, r.client_id, c.name AS client_name";
const FROM: &str = "projects r JOIN clients c ON c.agency_id = r.agency_id AND c.id = r.client_id";

/// A project; none when the caller does not see it.
pub(in crate::profit::query) async fn one(
    ctx: &Context<'_>,
    id: Id<project::Entity>,
) -> Result<Option<ProjectRow>> {
    let unfiltered: Option<&FilterOf<project::Entity>> = None;
    let rows = figures(ctx, unfiltered, |binds, seen| {
        let id = binds.bind(id.uuid());
        format!("SELECT {COLUMNS} FROM {FROM} WHERE r.id = {id} AND {seen}")
    });
    Ok(read(&rows.await?)?.into_iter().next())
}

/// A page of projects in the order of their codes, and whether there are more.
pub(in crate::profit::query) async fn page(
    ctx: &Context<'_>,
    filter: Option<&FilterOf<project::Entity>>,
    paging: &Paging,
) -> Result<(Vec<ProjectRow>, bool)> {
    let rows = figures(ctx, filter, |binds, seen| {
        let after = paging.after.clone().map(|after| binds.bind(after));
        let after = after.map_or_else(String::new, |after| format!(" AND r.code > {after}"));
        let most = paging.first + 1;
        format!("SELECT {COLUMNS} FROM {FROM} WHERE {seen}{after} ORDER BY r.code LIMIT {most}")
    });
    let mut projects = read(&rows.await?)?;
    let more = projects.len() > paging.first;
    projects.truncate(paging.first);
    Ok((projects, more))
}

/// All projects that a filter picks.
///
/// # Errors
/// `BAD_USER_INPUT` when there are too many to add up.
pub(in crate::profit::query) async fn totalled(
    ctx: &Context<'_>,
    filter: Option<&FilterOf<project::Entity>>,
) -> Result<Vec<ProjectRow>> {
    let paging = Paging {
        first: TOTALLED,
        after: None,
    };
    let (projects, more) = page(ctx, filter, &paging).await?;
    if more {
        let message = say!("at most 1000 projects are added up: use a filter");
        return Err(Error::coded(Code::BadUserInput, message).into());
    }
    Ok(projects)
}

fn read(rows: &[QueryResult]) -> Result<Vec<ProjectRow>, Error> {
    let projects: Result<Vec<_>, _> = rows
        .iter()
        .map(|row| ProjectRow::from_query_result(row, ""))
        .collect();
    Ok(projects?)
}
