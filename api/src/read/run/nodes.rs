//! Records by id.

use std::collections::HashMap;

use async_graphql::{Name, Value, parser::types::SelectionSet};
use entity::value::Kind;
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Reason, Run};
use crate::read::{
    error::ReadError,
    plan::{Level, ObjectShape},
    shape::{self, Shaper},
};

impl<'a> Run<'a, '_> {
    /// Records of several kinds by id, in one statement, each with what was selected of its type. The keys of `path` lead from the root
    /// field to them.
    pub(in crate::read) async fn nodes(
        &self,
        ids: &[(Kind, Uuid)],
        sets: &[&'a SelectionSet],
        reason: Reason,
        path: &[Name],
    ) -> Result<HashMap<(Kind, Uuid), Value>, ReadError> {
        let (mut planner, mut level) = (self.planner().under(path), Level::new("r".to_owned()));
        let mut parts: Vec<(Kind, ObjectShape, usize, usize, usize)> = vec![];
        for kind in Kind::ALL {
            let of_kind: Vec<Uuid> = ids
                .iter()
                .filter(|(other, _)| other == kind)
                .map(|(_, id)| *id)
                .collect();
            let Some(resource) = self.catalog.named(kind.name()).filter(|_| !of_kind.is_empty()) else {
                continue;
            };
            let (row, name) = (planner.name('a'), planner.name('x'));
            let mut inner = Level::new(name);
            let key = inner.key(format!("{row}.id"));
            let id = inner.slot(planner.binds.dialect.id(&key));
            let shape = planner.object(&mut inner, resource, &row, sets)?;
            let mut conditions = vec![match reason {
                Reason::Asked => planner.visible(resource, &row),
                Reason::Written => planner.of_agency(resource, &row),
            }];
            conditions.push(planner.binds.any_id(&format!("{row}.id"), &of_kind));
            let limit = planner
                .binds
                .bind(i64::try_from(of_kind.len()).unwrap_or(i64::MAX));
            let list = planner.list(&inner, resource, &row, &conditions, &format!("LIMIT {limit}"));
            parts.push((*kind, shape, id, level.slot(list), inner.width()));
        }
        if parts.is_empty() {
            return Ok(HashMap::new());
        }
        let mut slots = self.slots(&level, &mut planner).await?;
        let rows = |slots: &mut [Json], slot: usize, width: usize| match slots.get_mut(slot).map(Json::take) {
            Some(Json::Array(rows)) => rows.into_iter().map(|row| shape::slots(row, width)).collect(),
            _ => vec![],
        };
        let mut read: Vec<(Kind, ObjectShape, usize, Vec<Vec<Json>>)> = parts
            .into_iter()
            .map(|(kind, shape, id, slot, width)| (kind, shape, id, rows(&mut slots, slot, width)))
            .collect();
        let found = self
            .found(planner.batches.as_slice(), |all| {
                for (_, shape, _, rows) in &read {
                    for row in rows {
                        shape::wanted_of(shape, row, all);
                    }
                }
            })
            .await?;
        self.report(&mut planner);
        let shaper = Shaper {
            actor: self.actor,
            found: &found,
        };
        let answers = read.iter_mut().flat_map(|(kind, shape, id, rows)| {
            let shaper = &shaper;
            let (kind, shape, id) = (*kind, &*shape, *id);
            rows.iter_mut().filter_map(move |row| {
                let uuid = Uuid::try_parse(row.get(id)?.as_str()?).ok()?;
                Some(((kind, uuid), shaper.object(shape, row)))
            })
        });
        Ok(answers.collect())
    }
}
