//! The order of lists: missing values before all others, the id last.

use std::cmp::Ordering;

use api::{
    kernel::names::screaming,
    read::{Resource, Shape},
};
use async_graphql_value::ConstValue;
use entity::value::fold;

use super::{
    BAD_USER_INPUT, Reference, Refused,
    select::{items, word},
};
use crate::read::world::{Cell, Record};

/// Sort keys a list takes at most.
const KEYS_AT_MOST: usize = 4;

/// One sort key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    column: &'static str,
    is_folded: bool,
    descending: bool,
}

impl Reference<'_> {
    /// The sort keys of a list.
    pub(super) fn keys(&self, resource: &Resource, asked: Option<&ConstValue>) -> Result<Vec<Key>, Refused> {
        let Some(asked) = asked else {
            let (field, descending) = resource.default_order;
            let key = self.key(resource, &screaming(field), descending)?;
            return Ok(with_id(vec![key]));
        };
        let keys = items(asked).iter().map(|item| {
            let ConstValue::Object(item) = item else {
                panic!("no sort key: {item}");
            };
            let descending = item
                .get("direction")
                .is_some_and(|direction| word(direction) == "DESC");
            self.key(resource, word(&item["field"]), descending)
        });
        let keys: Vec<Key> = keys.collect::<Result<_, _>>()?;
        if keys.len() > KEYS_AT_MOST {
            return Err(BAD_USER_INPUT);
        }
        Ok(with_id(keys))
    }

    fn key(&self, resource: &Resource, name: &str, descending: bool) -> Result<Key, Refused> {
        let mut fields = resource.fields.iter().filter(|field| field.order);
        let field = fields
            .find(|field| screaming(&field.name) == name)
            .expect("a field to order by");
        self.allow(field)?;
        let Shape::Column(column, _) = field.shape else {
            panic!("{} is no column", field.name);
        };
        Ok(Key {
            column,
            is_folded: field.folded.is_some(),
            descending,
        })
    }
}

/// Rows that are equal in all else follow each other by id, in the direction of the last key.
fn with_id(mut keys: Vec<Key>) -> Vec<Key> {
    let descending = keys.last().is_some_and(|key| key.descending);
    keys.push(Key {
        column: "id",
        is_folded: false,
        descending,
    });
    keys
}

/// How two rows stand to each other.
pub(super) fn compare(keys: &[Key], one: &Record, other: &Record) -> Ordering {
    let by_key = keys.iter().map(|key| {
        let ordering = ordering(&key.of(one), &key.of(other));
        if key.descending {
            ordering.reverse()
        } else {
            ordering
        }
    });
    by_key.fold(Ordering::Equal, Ordering::then)
}

impl Key {
    fn of(self, row: &Record) -> Cell {
        match row.cell(self.column) {
            Cell::Text(text) if self.is_folded => Cell::Text(fold(text)),
            cell => cell.clone(),
        }
    }
}

/// How two values of a column stand to each other.
pub(super) fn ordering(one: &Cell, other: &Cell) -> Ordering {
    match (one, other) {
        (Cell::Null, Cell::Null) => Ordering::Equal,
        (Cell::Null, _) => Ordering::Less,
        (_, Cell::Null) => Ordering::Greater,
        (Cell::Id(one), Cell::Id(other)) => one.cmp(other),
        (Cell::Text(one), Cell::Text(other)) => one.as_bytes().cmp(other.as_bytes()),
        (Cell::Int(one), Cell::Int(other)) => one.cmp(other),
        (Cell::Bool(one), Cell::Bool(other)) => one.cmp(other),
        (Cell::Date(one), Cell::Date(other)) => one.cmp(other),
        (Cell::Instant(one), Cell::Instant(other)) => one.cmp(other),
        (one, other) => panic!("{one:?} and {other:?} stand in one column"),
    }
}
