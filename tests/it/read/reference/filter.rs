//! Tests on rows. A test is true or false: a value that is missing fulfils none but `isNull`, `ne` and `notIn`.

use std::cmp::Ordering;

use api::read::{Field, Resource, Scalar, Shape};
use async_graphql::{Name, indexmap::IndexMap};
use async_graphql_value::ConstValue;
use entity::value::{Date, DateTime, Decimal, fold};
use uuid::Uuid;

use super::{
    BAD_USER_INPUT, Reference, Refused, is_archived, named,
    order::ordering,
    select::{items, word},
    visible::Reach,
};
use crate::read::world::{Cell, Record};

const DEPTH_AT_MOST: usize = 4;
const TESTS_AT_MOST: usize = 50;

/// How texts are made alike before parts of them are compared.
type Fold = fn(&str) -> String;

/// What a name in a filter tests.
enum Test {
    And,
    Or,
    Not,
    ExternalId,
    CustomField,
    Column(&'static str, Scalar, Fold),
    Key(&'static Resource, &'static str),
    One(&'static Resource, &'static str),
    Many(&'static Resource, api::read::Link),
}

impl Reference<'_> {
    /// Refuses a filter that nests too deep, asks too much, compares with nothing, or tests what the caller may not see.
    pub(super) fn check(&self, resource: &'static Resource, tests: &ConstValue) -> Result<(), Refused> {
        self.check_all(resource, tests, 0, &mut 0)
    }

    fn check_all(
        &self,
        resource: &'static Resource,
        tests: &ConstValue,
        depth: usize,
        count: &mut usize,
    ) -> Result<(), Refused> {
        if depth > DEPTH_AT_MOST {
            return Err(BAD_USER_INPUT);
        }
        for (name, value) in given(tests) {
            *count += 1;
            if *count > TESTS_AT_MOST {
                return Err(BAD_USER_INPUT);
            }
            let (test, field) = test(resource, name);
            if let Some(field) = field {
                self.allow(field)?;
            }
            match test {
                Test::And | Test::Or | Test::Not => {
                    items(value)
                        .iter()
                        .try_for_each(|item| self.check_all(resource, item, depth + 1, count))?;
                }
                Test::One(to, _) => self.check_all(to, value, depth + 1, count)?,
                Test::Many(to, _) => {
                    given(value).try_for_each(|(_, tests)| self.check_all(to, tests, depth + 1, count))?;
                }
                Test::Column(..) | Test::Key(..) => check_operators(value)?,
                Test::ExternalId => given(value).try_for_each(|(_, operators)| check_operators(operators))?,
                Test::CustomField => {}
            }
        }
        Ok(())
    }

    /// Whether a row fulfils a filter.
    pub(super) fn holds(&self, resource: &'static Resource, row: &Record, tests: &ConstValue) -> bool {
        given(tests).all(|(name, value)| match test(resource, name).0 {
            Test::And => items(value).iter().all(|item| self.holds(resource, row, item)),
            Test::Or => items(value).iter().any(|item| self.holds(resource, row, item)),
            Test::Not => !self.holds(resource, row, value),
            Test::ExternalId => self.world.rows("external_ids").iter().any(|id| {
                let column = |name: &Name| {
                    if name.as_str() == "source" {
                        "source"
                    } else {
                        "value"
                    }
                };
                id.points("row_id", row.id())
                    && given(value).all(|(name, operators)| {
                        operators_hold(id.cell(column(name)), Scalar::Text, lower, operators)
                    })
            }),
            Test::CustomField => self.has_value(row, value),
            Test::Column(column, scalar, fold) => operators_hold(row.cell(column), scalar, fold, value),
            Test::Key(to, key) => operators_hold(
                &self.seen_key(to, row.cell(key)),
                Scalar::Id(to.kind),
                lower,
                value,
            ),
            Test::One(to, key) => {
                let other = row.cell(key).id().and_then(|id| self.related(to, id));
                other.is_some_and(|other| self.holds(to, other, value))
            }
            Test::Many(to, link) => given(value).all(|(quantifier, tests)| {
                let archived = names_archived(tests);
                let some = self.world.rows(to.table()).iter().any(|other| {
                    self.linked(link, row, other)
                        && self.sees(to.kind, other)
                        && (archived || !is_archived(other))
                        && self.holds(to, other, tests)
                });
                some == (quantifier.as_str() == "some")
            }),
        })
    }

    /// A record that another one points to, unless it is hidden or out of sight.
    pub(super) fn related(&self, to: &'static Resource, id: Uuid) -> Option<&Record> {
        self.world
            .find(to.table(), id)
            .filter(|row| self.sees(to.kind, row) && !is_archived(row))
    }

    /// The key of a relation as tests and groups have it: missing where it leads to a record that is hidden, so that neither tells
    /// of one.
    pub(super) fn seen_key(&self, to: &'static Resource, key: &Cell) -> Cell {
        let is_hidden = self.sight(to.kind) != Reach::All
            && key.id().is_some_and(|id| {
                let row = self.world.find(to.table(), id);
                row.is_none_or(|row| !self.sees(to.kind, row))
            });
        if is_hidden { Cell::Null } else { key.clone() }
    }

    /// Whether a relation leads from one row to another.
    pub(super) fn linked(&self, link: api::read::Link, from: &Record, to: &Record) -> bool {
        match link {
            api::read::Link::Key(column) => to.points(column, from.id()),
            api::read::Link::Through { table, near, far } => {
                let mut between = self.world.rows(table).iter();
                between.any(|row| row.points(near, from.id()) && row.points(far, to.id()))
            }
        }
    }

    fn has_value(&self, row: &Record, test: &ConstValue) -> bool {
        let wanted = |name: &str| {
            given(test)
                .find(|(known, _)| known.as_str() == name)
                .map(|(_, value)| word(value))
        };
        self.world.rows("custom_values").iter().any(|value| {
            let field = value
                .cell("field_id")
                .id()
                .and_then(|id| self.world.find("custom_fields", id));
            value.points("row_id", row.id())
                && value.cell("value").text() == wanted("eq")
                && field.is_some_and(|field| field.cell("key").text() == wanted("key"))
        })
    }
}

/// What a name tests, and the field whose right it takes.
fn test(resource: &'static Resource, name: &Name) -> (Test, Option<&'static Field>) {
    let shaped = |is: fn(&Shape) -> bool| resource.fields.iter().find(|field| is(&field.shape));
    match name.as_str() {
        "and" => return (Test::And, None),
        "or" => return (Test::Or, None),
        "not" => return (Test::Not, None),
        "externalId" => {
            return (
                Test::ExternalId,
                shaped(|shape| matches!(shape, Shape::ExternalIds)),
            );
        }
        "customField" => {
            return (
                Test::CustomField,
                shaped(|shape| matches!(shape, Shape::Column(_, Scalar::Json))),
            );
        }
        _ => {}
    }
    if let Some(field) = resource.field(name).filter(|field| field.filter) {
        let test = match field.shape {
            Shape::Column(column, scalar) => {
                Test::Column(column, scalar, if field.folded.is_some() { fold } else { lower })
            }
            Shape::One { to, key } => Test::One(named(to), key),
            Shape::Many { to, link } => Test::Many(named(to), link),
            _ => panic!("{name} cannot be tested"),
        };
        return (test, Some(field));
    }
    // A relation's key is tested by the relation's name with Id.
    let relation = name
        .strip_suffix("Id")
        .and_then(|name| resource.field(name))
        .expect("a relation");
    let Shape::One { to, key } = relation.shape else {
        panic!("{name} is no relation");
    };
    (Test::Key(named(to), key), Some(relation))
}

/// The parts of an object that are not null.
fn given(object: &ConstValue) -> impl Iterator<Item = (&Name, &ConstValue)> {
    let fields: Option<&IndexMap<Name, ConstValue>> = match object {
        ConstValue::Object(fields) => Some(fields),
        ConstValue::Null => None,
        other => panic!("no object: {other}"),
    };
    fields
        .into_iter()
        .flatten()
        .filter(|(_, value)| **value != ConstValue::Null)
}

/// Whether a filter says itself which archived records it wants.
pub(super) fn names_archived(tests: &ConstValue) -> bool {
    given(tests).any(|(name, value)| match name.as_str() {
        "archivedAt" => true,
        "and" | "or" | "not" => items(value).iter().any(names_archived),
        _ => false,
    })
}

fn check_operators(operators: &ConstValue) -> Result<(), Refused> {
    let ConstValue::Object(operators) = operators else {
        panic!("no tests: {operators}");
    };
    let has_null = operators.values().any(|value| *value == ConstValue::Null);
    if has_null { Err(BAD_USER_INPUT) } else { Ok(()) }
}

fn operators_hold(cell: &Cell, scalar: Scalar, fold: Fold, operators: &ConstValue) -> bool {
    let is = |value: &ConstValue| !cell.is_null() && *cell == constant(scalar, value);
    let stands = |value: &ConstValue, orderings: &[Ordering]| {
        !cell.is_null() && orderings.contains(&ordering(cell, &constant(scalar, value)))
    };
    let told = |of: fn(&str, &str) -> bool, value: &ConstValue| {
        cell.text()
            .is_some_and(|text| of(&fold(text), &fold(word(value))))
    };
    given(operators).all(|(operator, value)| match operator.as_str() {
        "eq" => is(value),
        "ne" => !is(value),
        "in" => items(value).iter().any(is),
        "notIn" => !items(value).iter().any(is),
        "lt" => stands(value, &[Ordering::Less]),
        "lte" => stands(value, &[Ordering::Less, Ordering::Equal]),
        "gt" => stands(value, &[Ordering::Greater]),
        "gte" => stands(value, &[Ordering::Greater, Ordering::Equal]),
        "isNull" => ConstValue::Boolean(cell.is_null()) == *value,
        "contains" => told(|text, part| text.contains(part), value),
        "startsWith" => told(|text, part| text.starts_with(part), value),
        other => panic!("there is no test {other}"),
    })
}

/// Text in which the case of Latin letters does not count.
fn lower(text: &str) -> String {
    text.to_ascii_lowercase()
}

/// A value to compare a column with.
fn constant(scalar: Scalar, value: &ConstValue) -> Cell {
    match (scalar, value) {
        // An id that is none, or of another kind, belongs to no record.
        (Scalar::Id(kind), value) => Cell::Id(kind.read(word(value)).unwrap_or(Uuid::nil())),
        (Scalar::Int, ConstValue::Number(number)) => Cell::Int(number.as_i64().expect("a whole number")),
        (Scalar::Decimal(decimals), value) => {
            let units = Decimal::read(word(value)).and_then(|number| number.at_scale(decimals));
            Cell::Int(
                units
                    .and_then(|units| i64::try_from(units).ok())
                    .expect("a number of so many decimals"),
            )
        }
        (Scalar::Bool, ConstValue::Boolean(flag)) => Cell::Bool(*flag),
        (Scalar::Date, value) => Cell::Date(Date::read(word(value)).expect("a day").0),
        (Scalar::DateTime, value) => Cell::Instant(DateTime::read(word(value)).expect("an instant").0),
        (Scalar::Text | Scalar::Currency | Scalar::Choice(_), value) => Cell::Text(word(value).to_owned()),
        (scalar, value) => panic!("{value} is compared with {scalar:?}"),
    }
}
