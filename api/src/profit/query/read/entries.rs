//! Entries of one project's ledger between two days, a page at a time.

use async_graphql::{Context, Result};
use chrono::NaiveDate;
use entity::{
    cost_entry::{self, CostKind},
    value::Id,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::ProjectRow;
use crate::{graphql::write::caller, kernel::error::Error};

/// An entry of the ledger, as far as it moves a profit.
#[derive(Clone, Debug, FromQueryResult)]
pub(in crate::profit::query) struct Entry {
    pub(in crate::profit::query) id: Id<cost_entry::Entity>,
    pub(in crate::profit::query) on_date: NaiveDate,
    pub(in crate::profit::query) kind: CostKind,
    pub(in crate::profit::query) minutes: i32,
    pub(in crate::profit::query) cost_minor: Option<i64>,
}

/// So many entries after one, from the day after `from` until `to`, in the order of their days.
pub(in crate::profit::query) async fn entries(
    ctx: &Context<'_>,
    project: &ProjectRow,
    (from, to): (NaiveDate, NaiveDate),
    after: Option<(NaiveDate, Uuid)>,
    limit: usize,
) -> Result<Vec<Entry>> {
    let caller = caller(ctx)?;
    let mut binds = caller.binds(caller.actor()?);
    let (agency, project) = (binds.agency(), binds.bind(project.id));
    let (from, to) = (binds.bind(from), binds.bind(to));
    let after = after.map_or_else(String::new, |(day, id)| {
        let (day, id) = (binds.bind(day), binds.bind(id));
        format!(" AND (r.on_date > {day} OR (r.on_date = {day} AND r.id > {id}))")
    });
    let sql = format!(
        "SELECT r.id, r.on_date, r.kind, r.minutes, r.cost_minor FROM cost_entries r WHERE r.agency_id = {agency} \
         AND r.project_id = {project} AND r.on_date > {from} AND r.on_date <= {to}{after} ORDER BY r.on_date, r.id LIMIT {limit}"
    );
    let rows = caller.read(binds.statement(sql)).await.map_err(Error::from)?;
    let entries: Result<Vec<_>, _> = rows.iter().map(|row| Entry::from_query_result(row, "")).collect();
    Ok(entries.map_err(Error::from)?)
}
