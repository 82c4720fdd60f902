//! The fields that a question begins with.

use api::read::{Resource, catalog};
use async_graphql::parser::types::SelectionSet;
use entity::value::Kind;
use uuid::Uuid;

use super::{
    Answer, BAD_USER_INPUT, Expected, FORBIDDEN, Reference, Refused, leaf, null,
    select::{Picked, items, word},
};

/// Ids that can be asked for at once.
const IDS_AT_MOST: usize = 100;

impl<'r> Reference<'r> {
    /// What the document must be answered with.
    pub(in crate::read) fn answer(&self) -> Expected {
        let picked = self.collect(&["Query"], &[&self.operation.selection_set.node]);
        let fields = picked.into_iter().map(|picked| {
            let value = self
                .root(&picked)
                .unwrap_or_else(|code| self.refuse(&picked.key, code));
            (picked.key, value)
        });
        let data = Answer::Object(fields.collect());
        Expected {
            data,
            errors: self.errors.borrow().clone(),
        }
    }

    fn root(&self, picked: &Picked<'r>) -> Result<Answer, Refused> {
        let (name, path) = (picked.name(), picked.key.as_str());
        match name {
            "__typename" => return Ok(leaf("Query")),
            "node" => {
                let id = self.argument(picked.field, "id").expect("an id");
                let id = Kind::read_any(word(&id)).ok();
                return Ok(id.map_or_else(null, |(kind, id)| self.node(kind, id, &picked.sets, path)));
            }
            "nodes" => {
                let ids = self.argument(picked.field, "ids").expect("ids");
                let ids = items(&ids);
                if ids.len() > IDS_AT_MOST {
                    return Err(BAD_USER_INPUT);
                }
                let node = |(kind, id)| self.node(kind, id, &picked.sets, path);
                let nodes = ids
                    .iter()
                    .map(|id| Kind::read_any(word(id)).map_or_else(|_| null(), node));
                return Ok(Answer::List(nodes.collect()));
            }
            _ => {}
        }
        if let Some(resource) = catalog().one(name) {
            let id = self.argument(picked.field, "id").expect("an id");
            let id = resource.kind.read(word(&id)).ok();
            return Ok(id.map_or_else(null, |id| self.node(resource.kind, id, &picked.sets, path)));
        }
        if let Some(resource) = catalog().many(name) {
            return self.list(resource, picked);
        }
        if let Some(resource) = name.strip_suffix("Aggregate").and_then(|one| catalog().one(one)) {
            return self.aggregate(resource, picked);
        }
        let resource = name
            .strip_suffix("Groups")
            .and_then(|one| catalog().one(one))
            .expect("a root field");
        self.groups(resource, picked)
    }

    fn list(&self, resource: &'static Resource, picked: &Picked<'r>) -> Result<Answer, Refused> {
        if !self.reads(resource.kind) {
            return Err(FORBIDDEN);
        }
        let arguments = self.arguments(resource, picked.field)?;
        self.tell_list(resource, picked, &picked.key);
        Ok(self.connection(resource, self.seen(resource), picked, &arguments, &picked.key))
    }

    /// The record with an id, archived or not; null when there is none that the caller sees.
    pub(super) fn node(&self, kind: Kind, id: Uuid, sets: &[&'r SelectionSet], path: &str) -> Answer {
        let Some(resource) = catalog().named(kind.name()) else {
            return null();
        };
        self.tell(resource, sets, path);
        let row = self
            .world
            .find(resource.table(), id)
            .filter(|row| self.sees(kind, row));
        row.map_or_else(null, |row| self.record(resource, row, sets, path))
    }
}
