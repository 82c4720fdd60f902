//! From the database's JSON to the answer, in the order of the selection.

mod row;
mod value;

use std::collections::HashMap;

use async_graphql::{Name, Value, indexmap::IndexMap};
use entity::value::Kind;
use serde_json::Value as Json;
use uuid::Uuid;

pub use self::row::Row;
use self::value::{external_ids, money};
pub(super) use self::value::{object_of, scalar};
use super::{
    order,
    plan::{Can, Connection, EdgeItem, Item, ListItem, ObjectShape, PagePart, SLOTS_IN_A_CALL},
    resource::Scalar,
};
use crate::kernel::actor::Actor;

/// What was read for [`Item::AnyNode`] fields: by batch, the answers by kind and id.
pub(super) type Found = Vec<HashMap<(Kind, Uuid), Value>>;

/// The row's slots, whatever calls they came in.
pub(super) fn slots(row: Json, width: usize) -> Vec<Json> {
    let Json::Array(items) = row else { return vec![] };
    if width <= SLOTS_IN_A_CALL {
        return items;
    }
    items
        .into_iter()
        .flat_map(|part| {
            if let Json::Array(part) = part {
                part
            } else {
                vec![]
            }
        })
        .collect()
}

/// Makes answers out of slots.
#[derive(Debug)]
pub(super) struct Shaper<'s> {
    /// Who asks.
    pub actor: &'s Actor,
    /// Records read afterwards.
    pub found: &'s Found,
}

impl Shaper<'_> {
    /// The answer for one record.
    pub(super) fn object(&self, shape: &ObjectShape, slots: &mut [Json]) -> Value {
        let mut answer = IndexMap::with_capacity(shape.items.len());
        for (key, item) in &shape.items {
            answer.insert(key.clone(), self.item(item, slots));
        }
        Value::Object(answer)
    }

    fn item(&self, item: &Item, slots: &mut [Json]) -> Value {
        match item {
            Item::Null => Value::Null,
            Item::Typename(name) => Value::from(*name),
            Item::Scalar(slot, kind) => scalar(*kind, take(slots, *slot)),
            Item::Money {
                minor,
                currency,
                decimals,
                parts,
            } => money(&take(slots, *minor), &take(slots, *currency), *decimals, parts),
            Item::One { present, .. } if take(slots, *present).is_null() => Value::Null,
            Item::One { shape, .. } => self.object(shape, slots),
            Item::Many(connection) => self.connection(connection, slots),
            Item::Computed { slots: needed, of } => {
                let values: Vec<_> = needed
                    .iter()
                    .map(|(column, slot)| (*column, take(slots, *slot)))
                    .collect();
                let columns = values.iter().map(|(column, value)| (*column, value)).collect();
                of(&Row::of(columns), self.actor)
            }
            Item::ExternalIds { slot, parts } => external_ids(take(slots, *slot), parts),
            Item::ViewerCan {
                update,
                archive,
                parts,
            } => {
                let [update, archive] = [update, archive].map(|can| match can {
                    Can::Always(can) => *can,
                    Can::Slot(slot) => take(slots, *slot).as_i64() == Some(1),
                });
                object_of(parts, &Value::Boolean(update), &Value::Boolean(archive))
            }
            Item::AnyNode { kind, id, batch } => {
                let key = named(&take(slots, *kind), &take(slots, *id));
                let found = key.and_then(|key| self.found.get(*batch).and_then(|found| found.get(&key)));
                found.cloned().unwrap_or(Value::Null)
            }
        }
    }

    /// The answer for one list.
    pub(super) fn connection(&self, list: &Connection, outer: &mut [Json]) -> Value {
        let count = list.count.map_or(Json::Null, |slot| take(outer, slot));
        let mut rows = match list.rows.map_or(Json::Null, |slot| take(outer, slot)) {
            Json::Array(rows) => rows.into_iter().map(|row| slots(row, list.width)).collect(),
            _ => vec![],
        };
        let size = usize::try_from(list.page.size).unwrap_or(0);
        let more = rows.len() > size;
        rows.truncate(size);
        if list.page.backward {
            rows.reverse();
        }
        let cursors: Vec<String> = rows.iter_mut().map(|row| cursor(list, row)).collect();
        let mut answer = IndexMap::with_capacity(list.items.len());
        for (key, item) in &list.items {
            let value = match item {
                ListItem::Typename(name) => Value::String(name.clone()),
                ListItem::TotalCount => scalar(Scalar::Int, count.clone()),
                ListItem::Nodes(shape) => {
                    Value::List(rows.iter_mut().map(|row| self.object(shape, row)).collect())
                }
                ListItem::Edges(items) => {
                    let edges = rows
                        .iter_mut()
                        .zip(&cursors)
                        .map(|(row, cursor)| self.edge(items, row, cursor));
                    Value::List(edges.collect())
                }
                ListItem::PageInfo(parts) => page_info(parts, list, more, &cursors),
            };
            answer.insert(key.clone(), value);
        }
        Value::Object(answer)
    }

    fn edge(&self, items: &[(Name, EdgeItem)], row: &mut [Json], cursor: &str) -> Value {
        let answer = items.iter().map(|(key, item)| {
            let value = match item {
                EdgeItem::Typename(name) => Value::String(name.clone()),
                EdgeItem::Cursor => Value::from(cursor),
                EdgeItem::Node(shape) => self.object(shape, row),
            };
            (key.clone(), value)
        });
        Value::Object(answer.collect())
    }
}

/// The records that [`Item::AnyNode`] fields of a list name, by batch.
pub(super) fn wanted(list: &Connection, outer: &[Json], wanted: &mut Vec<Vec<(Kind, Uuid)>>) {
    let Some(Json::Array(rows)) = list.rows.and_then(|slot| outer.get(slot)) else {
        return;
    };
    // The row beyond the page only shows that there is one.
    for row in rows.iter().take(usize::try_from(list.page.size).unwrap_or(0)) {
        let row = slots(row.clone(), list.width);
        for (_, item) in &list.items {
            match item {
                ListItem::Nodes(shape) => wanted_of(shape, &row, wanted),
                ListItem::Edges(items) => {
                    for (_, item) in items {
                        if let EdgeItem::Node(shape) = item {
                            wanted_of(shape, &row, wanted);
                        }
                    }
                }
                ListItem::Typename(_) | ListItem::PageInfo(_) | ListItem::TotalCount => {}
            }
        }
    }
}

/// The records that [`Item::AnyNode`] fields of a record name.
pub(super) fn wanted_of(shape: &ObjectShape, row: &[Json], all: &mut Vec<Vec<(Kind, Uuid)>>) {
    for (_, item) in &shape.items {
        match item {
            Item::AnyNode { kind, id, batch } => {
                let key = row
                    .get(*kind)
                    .zip(row.get(*id))
                    .and_then(|(kind, id)| named(kind, id));
                if let (Some(key), Some(batch)) = (key, all.get_mut(*batch)) {
                    batch.push(key);
                }
            }
            Item::One { shape, .. } => wanted_of(shape, row, all),
            Item::Many(list) => wanted(list, row, all),
            _ => {}
        }
    }
}

fn take(slots: &mut [Json], at: usize) -> Json {
    slots.get_mut(at).map(Json::take).unwrap_or_default()
}

fn named(kind: &Json, id: &Json) -> Option<(Kind, Uuid)> {
    Some((Kind::named(kind.as_str()?)?, Uuid::try_parse(id.as_str()?).ok()?))
}

fn cursor(list: &Connection, row: &mut [Json]) -> String {
    if list.cursor.is_empty() {
        return String::new();
    }
    let place: Vec<Json> = list.cursor.iter().map(|slot| take(row, *slot)).collect();
    order::write_cursor(list.page.mark, &place)
}

fn page_info(parts: &[(Name, PagePart)], list: &Connection, more: bool, cursors: &[String]) -> Value {
    let (next, previous) = list.page.ends(more);
    let answer = parts.iter().map(|(key, part)| {
        let value = match part {
            PagePart::Typename => Value::from("PageInfo"),
            PagePart::HasNextPage => Value::Boolean(next),
            PagePart::HasPreviousPage => Value::Boolean(previous),
            PagePart::StartCursor => cursors
                .first()
                .map_or(Value::Null, |cursor| Value::String(cursor.clone())),
            PagePart::EndCursor => cursors
                .last()
                .map_or(Value::Null, |cursor| Value::String(cursor.clone())),
        };
        (key.clone(), value)
    });
    Value::Object(answer.collect())
}
