//! From a selection to one SQL expression: every record a JSON array of slots, every list a nested array, so that a whole
//! tree comes back from the database in one value.
//!
//! A list is two selects: the inner one filters, orders and cuts, with to-one relations joined; the outer one makes the JSON,
//! with to-many relations as selects of their own that refer to the inner one's columns. Both databases walk their indexes
//! only as far as the page reaches, for each parent.

mod answer;
mod connection;
mod level;
mod list;
mod object;

use async_graphql::{ContextSelectionSet, Name, ServerError};

pub(super) use self::{
    answer::{Can, Connection, EdgeItem, Item, ListItem, ObjectShape, PagePart, Part},
    level::{Level, SLOTS_IN_A_CALL},
};
use super::{
    catalog::Catalog,
    error::ReadError,
    resource::{Field, Resource},
    select::Picked,
};
use crate::kernel::{
    actor::Actor,
    policy::{Action, Grant, grant},
    sql::Binds,
};

/// A record of any kind that is read after the rows that name it.
#[derive(Debug)]
pub(super) struct Batch<'a> {
    /// What was selected of it.
    pub picked: Picked<'a>,
    /// The keys that lead to it.
    pub path: Vec<Name>,
}

/// Makes plans for one root field.
pub(super) struct Planner<'a, 'c> {
    /// The request.
    pub ctx: &'c ContextSelectionSet<'a>,
    /// Who asks.
    pub actor: &'c Actor,
    /// All declarations.
    pub catalog: &'static Catalog,
    /// The values bound so far.
    pub binds: Binds,
    /// Fields that the caller may not see, with their places.
    pub refused: Vec<(Vec<Name>, ServerError)>,
    /// Records to be read afterwards.
    pub batches: Vec<Batch<'a>>,
    path: Vec<Name>,
    names: usize,
}

impl<'a, 'c> Planner<'a, 'c> {
    /// Nothing planned yet.
    pub(super) fn new(
        ctx: &'c ContextSelectionSet<'a>,
        actor: &'c Actor,
        catalog: &'static Catalog,
        binds: Binds,
    ) -> Self {
        Self {
            ctx,
            actor,
            catalog,
            binds,
            refused: vec![],
            batches: vec![],
            path: vec![],
            names: 0,
        }
    }

    /// The same, for what stands under these keys.
    pub(super) fn under(self, path: &[Name]) -> Self {
        Self {
            path: path.to_vec(),
            ..self
        }
    }

    /// A name that the statement does not use yet.
    pub(super) fn name(&mut self, letter: char) -> String {
        self.names += 1;
        format!("{letter}{}", self.names)
    }

    /// The conditions under which the caller sees a row: its agency, and its being their own where that is the rule.
    pub(super) fn visible(&mut self, resource: &Resource, row: &str) -> String {
        let agency = self.of_agency(resource, row);
        match grant(self.actor.role, resource.kind, Action::Read) {
            Grant::Nothing => "FALSE".to_owned(),
            Grant::Agency => agency,
            Grant::Own => {
                let own = (resource.own)(self.actor, Action::Read, row, &mut self.binds);
                format!("{agency} AND ({own})")
            }
        }
    }

    /// The key of a relation as the caller sees it: null where it leads to a record that they may not see, so that neither a
    /// test nor a group tells of such a record.
    pub(super) fn seen_key(&mut self, target: &Resource, key: &str) -> String {
        if grant(self.actor.role, target.kind, Action::Read) == Grant::Agency {
            return key.to_owned();
        }
        let row = self.name('k');
        let visible = self.visible(target, &row);
        format!(
            "(SELECT {row}.id FROM {} {row} WHERE {row}.id = {key} AND {visible})",
            target.table()
        )
    }

    /// The condition that a row belongs to the caller's agency.
    pub(super) fn of_agency(&mut self, resource: &Resource, row: &str) -> String {
        format!("{row}.{} = {}", resource.agency_column(), self.binds.agency())
    }

    /// Plans a field. When the caller is refused it, nothing of it stays in the plan, and the field is null.
    fn attempt(
        &mut self,
        picked: &Picked<'a>,
        plan: impl FnOnce(&mut Self) -> Result<Item, ReadError>,
    ) -> Result<Item, ReadError> {
        let (bound, depth) = (self.binds.bound(), self.path.len());
        let (refused, batches) = (self.refused.len(), self.batches.len());
        match plan(self) {
            Err(why) if why.is_the_callers() => {
                self.binds.back_to(bound);
                self.path.truncate(depth);
                self.refused.truncate(refused);
                self.batches.truncate(batches);
                Ok(self.refuse(why, picked))
            }
            planned => planned,
        }
    }

    fn refuse(&mut self, why: ReadError, picked: &Picked<'a>) -> Item {
        self.refused.push((self.path.clone(), why.at(picked.pos)));
        Item::Null
    }

    /// The declaration of a type that another one names.
    pub(super) fn resource(&self, name: &str) -> Result<&'static Resource, ReadError> {
        self.catalog
            .named(name)
            .ok_or(ReadError::Internal("a relation to a type that is not declared"))
    }

    /// Refuses a field that the caller may not test, order or group by.
    pub(super) fn allow(&self, field: &Field) -> Result<(), ReadError> {
        match field.right.filter(|right| !self.actor.has(*right)) {
            Some(right) => Err(ReadError::Forbidden(right.scope().to_owned())),
            None => Ok(()),
        }
    }
}
