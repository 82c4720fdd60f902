//! Lists: which rows, in which order, which page of them.

use std::cmp::Ordering;

use api::read::{Resource, Shape};
use async_graphql::parser::types::Field;
use async_graphql_value::ConstValue;
use entity::value::fold;
use serde_json::json;

use super::{
    Answer, BAD_USER_INPUT, INVALID_CURSOR, Place, Reference, Refused,
    filter::names_archived,
    is_archived, leaf,
    order::{Key, compare},
    select::{Picked, word},
};
use crate::read::world::{FOUND_BY, Record};

/// Records on a page when the caller does not say, and at the most.
const USUAL: usize = 25;
const AT_MOST: i64 = 100;
/// Characters of a search, and words of it that are looked for.
const SEARCH_AT_MOST: usize = 200;
const WORDS_AT_MOST: usize = 8;

/// The arguments of a list.
pub(super) struct Arguments {
    keys: Vec<Key>,
    tests: Option<ConstValue>,
    search: Option<String>,
    first: Option<usize>,
    last: Option<usize>,
    after: Option<Place>,
    before: Option<Place>,
    list: String,
}

/// A page of a list.
struct Page<'r> {
    rows: Vec<&'r Record>,
    total: usize,
    has_next: bool,
    has_previous: bool,
}

impl<'r> Reference<'r> {
    /// The arguments of a list, unless they are refused.
    pub(super) fn arguments(&self, resource: &'static Resource, field: &Field) -> Result<Arguments, Refused> {
        let given = |name: &str| self.argument(field, name);
        let search = given("search").map(|search| word(&search).to_owned());
        if search
            .as_ref()
            .is_some_and(|search| search.chars().count() > SEARCH_AT_MOST)
        {
            return Err(BAD_USER_INPUT);
        }
        let (orders, tests) = (given("orderBy"), given("filter"));
        let keys = self.keys(resource, orders.as_ref())?;
        let list = format!(
            "{} {keys:?} {tests:?} {search:?} {:?}",
            resource.name(),
            self.actor.agency_id
        );
        if given("first").is_some() && given("last").is_some() {
            return Err(BAD_USER_INPUT);
        }
        let arguments = Arguments {
            first: given("first").map(|first| size(&first)).transpose()?,
            last: given("last").map(|last| size(&last)).transpose()?,
            after: given("after")
                .map(|cursor| self.place(&list, word(&cursor)))
                .transpose()?,
            before: given("before")
                .map(|cursor| self.place(&list, word(&cursor)))
                .transpose()?,
            keys,
            tests,
            search,
            list,
        };
        arguments
            .tests
            .iter()
            .try_for_each(|tests| self.check(resource, tests))?;
        if arguments.search.is_some() {
            self.found_by(resource)?;
        }
        Ok(arguments)
    }

    /// The column that the caller finds records by: who may not read all that a record is found by has its name alone.
    fn found_by(&self, resource: &Resource) -> Result<&'static str, Refused> {
        let mut found = resource
            .fields
            .iter()
            .filter(|field| matches!(field.shape, Shape::Column(column, _) if FOUND_BY.contains(&column)));
        let Some(refused) = found.find_map(|field| self.allow(field).err()) else {
            return Ok("search");
        };
        let mut fields = resource.fields.iter();
        let name = fields
            .find(|field| field.folded == Some("name_key"))
            .ok_or(refused)?;
        self.allow(name).map(|()| "name_key")
    }

    fn place(&self, list: &str, cursor: &str) -> Result<Place, Refused> {
        let place = self.cursors.get(cursor).filter(|place| place.list == list);
        place.cloned().ok_or(INVALID_CURSOR)
    }

    /// The rows of a list that fulfil its filter and are found by its search.
    pub(super) fn matching(
        &self,
        resource: &'static Resource,
        rows: Vec<&'r Record>,
        tests: Option<&ConstValue>,
        search: Option<&str>,
    ) -> Vec<&'r Record> {
        let archived = tests.is_some_and(names_archived);
        let found_by = self.found_by(resource).unwrap_or("search");
        let matches = |row: &&Record| {
            (archived || !is_archived(row))
                && tests.is_none_or(|tests| self.holds(resource, row, tests))
                && search.is_none_or(|search| is_found(row, found_by, search))
        };
        rows.into_iter().filter(matches).collect()
    }

    /// A list over these rows.
    pub(super) fn connection(
        &self,
        resource: &'static Resource,
        rows: Vec<&'r Record>,
        picked: &Picked<'r>,
        arguments: &Arguments,
        path: &str,
    ) -> Answer {
        let rows = self.matching(
            resource,
            rows,
            arguments.tests.as_ref(),
            arguments.search.as_deref(),
        );
        let page = self.page(resource, rows, arguments);
        let cursor = |row: &Record| {
            Answer::Cursor(Place {
                row: row.id(),
                list: arguments.list.clone(),
                after: Self::variable_of(picked.field, "after"),
                before: Self::variable_of(picked.field, "before"),
            })
        };
        let name = format!("{}Connection", resource.name());
        let parts = self.collect(&[&name], &picked.sets).into_iter().map(|part| {
            let path = format!("{path}.{}", part.key);
            let record = |row: &&'r Record, part: &Picked<'r>, path: &str| {
                self.record(resource, row, &part.sets, path)
            };
            let value = match part.name() {
                "__typename" => leaf(name.as_str()),
                "totalCount" => leaf(page.total),
                "nodes" => Answer::List(page.rows.iter().map(|row| record(row, &part, &path)).collect()),
                "edges" => {
                    let edge_name = format!("{}Edge", resource.name());
                    let edge = |row: &&'r Record| {
                        let items = self.collect(&[&edge_name], &part.sets).into_iter().map(|item| {
                            let value = match item.name() {
                                "__typename" => leaf(edge_name.as_str()),
                                "cursor" => cursor(row),
                                _ => record(row, &item, &format!("{path}.{}", item.key)),
                            };
                            (item.key, value)
                        });
                        Answer::Object(items.collect())
                    };
                    Answer::List(page.rows.iter().map(edge).collect())
                }
                _ => {
                    let items = self.collect(&["PageInfo"], &part.sets).into_iter().map(|item| {
                        let value = match item.name() {
                            "__typename" => leaf("PageInfo"),
                            "hasNextPage" => leaf(page.has_next),
                            "hasPreviousPage" => leaf(page.has_previous),
                            "startCursor" => page.rows.first().map_or(leaf(json!(null)), |row| cursor(row)),
                            _ => page.rows.last().map_or(leaf(json!(null)), |row| cursor(row)),
                        };
                        (item.key, value)
                    });
                    Answer::Object(items.collect())
                }
            };
            (part.key, value)
        });
        Answer::Object(parts.collect())
    }

    /// The page that the arguments ask for, as Relay's specification of cursors cuts it.
    fn page(
        &self,
        resource: &'static Resource,
        mut rows: Vec<&'r Record>,
        arguments: &Arguments,
    ) -> Page<'r> {
        let Arguments {
            keys,
            first,
            last,
            after,
            before,
            ..
        } = arguments;
        let total = rows.len();
        rows.sort_by(|one, other| compare(keys, one, other));
        let stands = |row: &Record, place: &Place| {
            let marked = self
                .world
                .find(resource.table(), place.row)
                .expect("the row of a cursor");
            compare(keys, row, marked)
        };
        rows.retain(|row| {
            after
                .as_ref()
                .is_none_or(|place| stands(row, place) == Ordering::Greater)
                && before
                    .as_ref()
                    .is_none_or(|place| stands(row, place) == Ordering::Less)
        });
        if let Some(last) = last {
            let has_previous = rows.len() > *last;
            let rows = rows.split_off(rows.len().saturating_sub(*last));
            return Page {
                rows,
                total,
                has_next: before.is_some(),
                has_previous,
            };
        }
        let first = first.unwrap_or(USUAL);
        let has_next = rows.len() > first;
        rows.truncate(first);
        Page {
            rows,
            total,
            has_next,
            has_previous: after.is_some(),
        }
    }
}

fn size(value: &ConstValue) -> Result<usize, Refused> {
    let ConstValue::Number(number) = value else {
        panic!("no number: {value}");
    };
    let size = number.as_i64().filter(|size| (1..=AT_MOST).contains(size));
    size.and_then(|size| usize::try_from(size).ok())
        .ok_or(BAD_USER_INPUT)
}

/// Words of three letters and more are found anywhere in what a record is found by, shorter ones where a word begins.
fn is_found(row: &Record, column: &str, search: &str) -> bool {
    let told = row.cell(column).text().expect("a text to search");
    fold(search)
        .split(' ')
        .filter(|word| !word.is_empty())
        .take(WORDS_AT_MOST)
        .all(|word| {
            if word.chars().count() < 3 {
                told.starts_with(word) || told.contains(&format!(" {word}"))
            } else {
                told.contains(word)
            }
        })
}
