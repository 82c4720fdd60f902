//! Reads what figures are made of: which projects the caller sees in one statement, and all that belongs to them in another, so
//! that all of it is of one moment.

mod day;
mod entries;
mod overheads;
mod parts;
mod projects;
mod rows;

use std::collections::HashMap;

use async_graphql::{Context, Result};
use chrono::NaiveDate;
use uuid::Uuid;

pub(super) use self::{
    day::Day,
    entries::{Entry, entries},
    overheads::Overheads,
    projects::{Paging, ProjectRow, one, page, totalled},
};
use self::{
    parts::{Asked, GROUPS, statement},
    rows::found,
};
use super::shown::FinancialsGrouping;
use crate::{
    graphql::write::caller,
    kernel::error::{Code, Error},
    profit::figures::{
        agreed::Agreed,
        ledger::{Ledger, Sums},
    },
};

/// What the figures of one project are made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) ledger: Ledger,
    pub(super) agreed: Agreed,
    pub(super) groups: Vec<Group>,
}

/// What a part of the ledger comes to.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) key: GroupKey,
    pub(super) pass_through: bool,
    pub(super) sums: Sums,
}

/// What entries have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum GroupKey {
    Phase(Option<Uuid>),
    Person(Option<Uuid>),
    Role(Option<Uuid>),
    Category(Option<String>),
    Month(NaiveDate),
}

/// What the figures of some projects are made of, by a day.
pub(super) struct Books {
    projects: HashMap<Uuid, Facts>,
    pub(super) overheads: Overheads,
}

impl Books {
    /// What the figures of a project are made of: nothing, when nothing is known.
    pub(super) fn take(&mut self, project: Uuid) -> Facts {
        self.projects.remove(&project).unwrap_or_default()
    }
}

/// Reads what the figures of projects that the caller sees are made of.
///
/// # Errors
/// `BAD_USER_INPUT` when there are too many groups.
pub(super) async fn books(
    ctx: &Context<'_>,
    projects: &[ProjectRow],
    day: Option<&Day>,
    (grouping, progress): (Option<FinancialsGrouping>, bool),
) -> Result<Books> {
    let caller = caller(ctx)?;
    let mut binds = caller.binds(caller.actor()?);
    let ids: Vec<Uuid> = projects.iter().map(|project| project.id).collect();
    let mut currencies: Vec<_> = projects.iter().map(|project| project.currency).collect();
    currencies.sort();
    currencies.dedup();
    let asked = Asked {
        projects: &ids,
        currencies: &currencies,
        day,
        grouping,
        progress,
    };
    let sql = statement(&mut binds, &asked);
    let rows = caller.read(binds.statement(sql)).await.map_err(Error::from)?;
    let found = found(&rows, grouping)?;
    let groups: usize = found.projects.values().map(|facts| facts.groups.len()).sum();
    if groups > GROUPS {
        return Err(Error::coded(Code::BadUserInput, say!("there are more than 1000 groups")).into());
    }
    Ok(Books {
        projects: found.projects,
        overheads: found.overheads,
    })
}
