//! Tests on rows: the filter a caller gives becomes a condition. Tests are true or false, never unknown: a value that is
//! missing fulfils no test but `isNull`, `ne` and `notIn`.

use async_graphql::{Name, Value};
use entity::value::{Date, DateTime, fold};
use sea_orm::{DbBackend, Value as SqlValue};
use uuid::Uuid;

use super::{
    error::ReadError,
    plan::Planner,
    resource::{Field, Link, Resource, Scalar, Shape},
    select::word,
};
use crate::kernel::message::Message;

const DEPTH_AT_MOST: usize = 4;
const TESTS_AT_MOST: usize = 50;
const VALUES_AT_MOST: usize = 100;
const TEXT_AT_MOST: usize = 500;

/// The condition that a row named `row` fulfils the filter.
pub(super) fn condition(
    planner: &mut Planner<'_, '_>,
    resource: &'static Resource,
    row: &str,
    tests: &Value,
) -> Result<String, ReadError> {
    let mut left = TESTS_AT_MOST;
    Tests {
        planner,
        left: &mut left,
    }
    .all(resource, row, tests, 0)
}

/// Whether the filter says itself which archived records it wants.
pub(super) fn names_archived(tests: &Value) -> bool {
    match tests {
        Value::Object(fields) => fields.iter().any(|(name, value)| match name.as_str() {
            "archivedAt" => *value != Value::Null,
            "and" | "or" | "not" => names_archived(value),
            _ => false,
        }),
        Value::List(items) => items.iter().any(names_archived),
        _ => false,
    }
}

/// The condition that a row is found by the words of a text.
///
/// Words of three letters and more are looked up anywhere, through the trigram index; shorter ones at the beginning of words.
pub(super) fn search(planner: &mut Planner<'_, '_>, resource: &Resource, row: &str, text: &str) -> String {
    let folded = fold(text);
    let conditions: Vec<String> = folded
        .split(' ')
        .filter(|part| !part.is_empty())
        .take(8)
        .map(|part| search_word(planner, resource, row, part))
        .collect();
    if conditions.is_empty() {
        "TRUE".to_owned()
    } else {
        conditions.join(" AND ")
    }
}

fn search_word(planner: &mut Planner<'_, '_>, resource: &Resource, row: &str, part: &str) -> String {
    if part.chars().count() < 3 {
        let (start, inner) = (
            planner.binds.bind(like(part, "", "%")),
            planner.binds.bind(like(part, "% ", "%")),
        );
        return format!("({row}.search LIKE {start} ESCAPE '\\' OR {row}.search LIKE {inner} ESCAPE '\\')");
    }
    if planner.binds.dialect.backend == DbBackend::Postgres {
        let placeholder = planner.binds.bind(like(part, "%", "%"));
        return format!("{row}.search LIKE {placeholder} ESCAPE '\\'");
    }
    let phrase = planner.binds.bind(format!("\"{}\"", part.replace('"', "\"\"")));
    format!(
        "{row}.id IN (SELECT id FROM {table}_search WHERE search MATCH {phrase})",
        table = resource.table()
    )
}

fn like(text: &str, before: &str, after: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("{before}{escaped}{after}")
}

struct Tests<'p, 'a, 'c> {
    planner: &'p mut Planner<'a, 'c>,
    left: &'p mut usize,
}

impl Tests<'_, '_, '_> {
    fn all(
        &mut self,
        resource: &'static Resource,
        row: &str,
        tests: &Value,
        depth: usize,
    ) -> Result<String, ReadError> {
        if depth > DEPTH_AT_MOST {
            return Err(ReadError::bad(say!(
                "filters nest at most {DEPTH_AT_MOST} deep",
                DEPTH_AT_MOST
            )));
        }
        let fields = match tests {
            Value::Object(fields) => fields,
            Value::Null => return Ok("TRUE".to_owned()),
            _ => return Err(ReadError::bad(say!("a filter is an object"))),
        };
        let mut conditions = vec![];
        for (name, value) in fields {
            if *value == Value::Null {
                continue;
            }
            *self.left = self.left.checked_sub(1).ok_or_else(|| {
                ReadError::bad(say!(
                    "a filter takes at most {TESTS_AT_MOST} tests",
                    TESTS_AT_MOST
                ))
            })?;
            conditions.push(self.one(resource, row, name.as_str(), value, depth)?);
        }
        Ok(joined(&conditions, " AND ", "TRUE"))
    }

    fn one(
        &mut self,
        resource: &'static Resource,
        row: &str,
        name: &str,
        value: &Value,
        depth: usize,
    ) -> Result<String, ReadError> {
        match name {
            "and" => self.each(resource, row, value, depth, " AND ", "TRUE"),
            "or" => self.each(resource, row, value, depth, " OR ", "FALSE"),
            "not" => Ok(format!("NOT ({})", self.all(resource, row, value, depth + 1)?)),
            "externalId" => {
                self.allowed(resource, |shape| matches!(shape, Shape::ExternalIds))?;
                self.external_id(row, value)
            }
            "customField" => {
                self.allowed(resource, |shape| matches!(shape, Shape::Column(_, Scalar::Json)))?;
                self.custom_field(row, value)
            }
            _ => self.field(resource, row, name, value, depth),
        }
    }

    /// Refuses a test on what the caller may not read.
    fn allowed(&self, resource: &'static Resource, is: impl Fn(&Shape) -> bool) -> Result<(), ReadError> {
        let field = resource.fields.iter().find(|field| is(&field.shape));
        field.map_or(Ok(()), |field| self.planner.allow(field))
    }

    fn each(
        &mut self,
        resource: &'static Resource,
        row: &str,
        value: &Value,
        depth: usize,
        with: &str,
        none: &str,
    ) -> Result<String, ReadError> {
        let items = match value {
            Value::List(items) => items.as_slice(),
            item => std::slice::from_ref(item),
        };
        let conditions: Result<Vec<_>, _> = items
            .iter()
            .map(|item| self.all(resource, row, item, depth + 1))
            .collect();
        Ok(joined(&conditions?, with, none))
    }

    fn field(
        &mut self,
        resource: &'static Resource,
        row: &str,
        name: &str,
        value: &Value,
        depth: usize,
    ) -> Result<String, ReadError> {
        let unknown = || ReadError::bad(say!("there is no test on {name}", name));
        if let Some(field) = resource.field(name).filter(|field| field.filter) {
            self.planner.allow(field)?;
            return match &field.shape {
                Shape::Column(column, scalar) => {
                    self.column(field, &format!("{row}.{column}"), row, *scalar, value)
                }
                Shape::One { to, key } => self.related_one(to, &format!("{row}.{key}"), value, depth),
                Shape::Many { to, link } => self.related_many(to, *link, row, value, depth),
                _ => Err(unknown()),
            };
        }
        let relation = name
            .strip_suffix("Id")
            .and_then(|relation| resource.field(relation))
            .filter(|field| field.filter);
        let Some(Field {
            shape: Shape::One { to, key },
            ..
        }) = relation
        else {
            return Err(unknown());
        };
        if let Some(field) = relation {
            self.planner.allow(field)?;
        }
        let kind = self.planner.resource(to)?.kind;
        self.operators(&format!("{row}.{key}"), None, Scalar::Id(kind), value)
    }

    fn column(
        &mut self,
        field: &Field,
        column: &str,
        row: &str,
        scalar: Scalar,
        value: &Value,
    ) -> Result<String, ReadError> {
        let folded = field.folded.map(|folded| format!("{row}.{folded}"));
        self.operators(column, folded.as_deref(), scalar, value)
    }

    fn related_one(&mut self, to: &str, key: &str, value: &Value, depth: usize) -> Result<String, ReadError> {
        let target = self.planner.resource(to)?;
        let other = self.planner.name('f');
        let visible = self.planner.visible(target, &other);
        let alive = if target.is_archivable() {
            format!(" AND {other}.archived_at IS NULL")
        } else {
            String::new()
        };
        let inner = self.all(target, &other, value, depth + 1)?;
        Ok(format!(
            "EXISTS (SELECT 1 FROM {} {other} WHERE {other}.id = {key} AND {visible}{alive} AND ({inner}))",
            target.table()
        ))
    }

    fn related_many(
        &mut self,
        to: &str,
        link: Link,
        row: &str,
        value: &Value,
        depth: usize,
    ) -> Result<String, ReadError> {
        let target = self.planner.resource(to)?;
        let Value::Object(parts) = value else {
            return Err(ReadError::bad(say!("some and none take a filter")));
        };
        let mut conditions = vec![];
        for (quantifier, tests) in parts.iter().filter(|(_, tests)| **tests != Value::Null) {
            let other = self.planner.name('f');
            let mut all = vec![self.planner.visible(target, &other)];
            if target.is_archivable() && !names_archived(tests) {
                all.push(format!("{other}.archived_at IS NULL"));
            }
            all.push(match link {
                Link::Key(column) => format!("{other}.{column} = {row}.id"),
                Link::Through { table, near, far } => {
                    let agency = self.planner.binds.agency();
                    format!("{other}.id IN (SELECT {far} FROM {table} WHERE agency_id = {agency} AND {near} = {row}.id)")
                }
            });
            all.push(format!("({})", self.all(target, &other, tests, depth + 1)?));
            let exists = format!(
                "EXISTS (SELECT 1 FROM {} {other} WHERE {})",
                target.table(),
                all.join(" AND ")
            );
            conditions.push(match quantifier.as_str() {
                "some" => exists,
                "none" => format!("NOT {exists}"),
                _ => return Err(ReadError::bad(say!("a relation is tested by some or none"))),
            });
        }
        Ok(joined(&conditions, " AND ", "TRUE"))
    }

    fn external_id(&mut self, row: &str, value: &Value) -> Result<String, ReadError> {
        let Value::Object(parts) = value else {
            return Err(ReadError::bad(say!("externalId takes source and value")));
        };
        let (other, agency) = (self.planner.name('e'), self.planner.binds.agency());
        let mut conditions = vec![format!(
            "{other}.agency_id = {agency} AND {other}.row_id = {row}.id"
        )];
        for (name, tests) in parts.iter().filter(|(_, tests)| **tests != Value::Null) {
            conditions.push(self.operators(
                &format!("{other}.{}", known(name, &["source", "value"])?),
                None,
                Scalar::Text,
                tests,
            )?);
        }
        Ok(format!(
            "EXISTS (SELECT 1 FROM external_ids {other} WHERE {})",
            conditions.join(" AND ")
        ))
    }

    fn custom_field(&mut self, row: &str, value: &Value) -> Result<String, ReadError> {
        let Value::Object(parts) = value else {
            return Err(ReadError::bad(say!("customField takes key and eq")));
        };
        let text = |name: &str| match parts.get(name) {
            Some(Value::String(text)) if text.chars().count() <= TEXT_AT_MOST => Ok(text.clone()),
            _ => Err(ReadError::bad(say!("customField takes key and eq, both texts"))),
        };
        let (key, wanted) = (
            self.planner.binds.bind(text("key")?),
            self.planner.binds.bind(text("eq")?),
        );
        let (other, agency) = (self.planner.name('v'), self.planner.binds.agency());
        Ok(format!(
            "EXISTS (SELECT 1 FROM custom_values {other} WHERE {other}.agency_id = {agency} AND {other}.row_id = {row}.id \
             AND {other}.value = {wanted} AND {other}.field_id IN (SELECT id FROM custom_fields WHERE agency_id = {agency} AND key = {key}))"
        ))
    }

    fn operators(
        &mut self,
        column: &str,
        folded: Option<&str>,
        scalar: Scalar,
        tests: &Value,
    ) -> Result<String, ReadError> {
        let Value::Object(tests) = tests else {
            return Err(ReadError::bad(say!(
                "a test is an object such as {example}",
                example = "{eq: …}"
            )));
        };
        let conditions: Result<Vec<_>, _> = tests
            .iter()
            .map(|(operator, value)| self.operator(column, folded, scalar, operator.as_str(), value))
            .collect();
        Ok(joined(&conditions?, " AND ", "TRUE"))
    }

    fn operator(
        &mut self,
        column: &str,
        folded: Option<&str>,
        scalar: Scalar,
        operator: &str,
        value: &Value,
    ) -> Result<String, ReadError> {
        if *value == Value::Null {
            return Err(ReadError::bad(say!(
                "{operator} takes a value; missing values are tested by isNull",
                operator
            )));
        }
        let compare = |sign: &str| (sign.to_owned(), value);
        let (sign, value) = match operator {
            "isNull" => {
                let Value::Boolean(wanted) = value else {
                    return Err(ReadError::bad(say!("isNull takes true or false")));
                };
                return Ok(format!("{column} IS {}NULL", if *wanted { "" } else { "NOT " }));
            }
            "in" => return self.any(column, scalar, value),
            "notIn" => return Ok(format!("NOT {}", self.any(column, scalar, value)?)),
            "contains" => return self.part(folded.unwrap_or(column), value, "%", "%"),
            "startsWith" => return self.part(folded.unwrap_or(column), value, "", "%"),
            "ne" => {
                let placeholder = self.bind(scalar, value)?;
                return Ok(format!("{column} IS DISTINCT FROM {placeholder}"));
            }
            "eq" => compare("="),
            "lt" => compare("<"),
            "lte" => compare("<="),
            "gt" => compare(">"),
            "gte" => compare(">="),
            _ => return Err(ReadError::bad(say!("there is no test {operator}", operator))),
        };
        let placeholder = self.bind(scalar, value)?;
        Ok(format!(
            "({column} IS NOT NULL AND {column} {sign} {placeholder})"
        ))
    }

    fn bind(&mut self, scalar: Scalar, value: &Value) -> Result<String, ReadError> {
        Ok(self.planner.binds.bind(bound(scalar, value)?))
    }

    fn part(&mut self, column: &str, value: &Value, before: &str, after: &str) -> Result<String, ReadError> {
        let Value::String(text) = value else {
            return Err(ReadError::bad(say!("a text is needed")));
        };
        let placeholder = self
            .planner
            .binds
            .bind(like(&fold(checked(text)?), before, after));
        Ok(format!(
            "({column} IS NOT NULL AND lower({column}) LIKE {placeholder} ESCAPE '\\')"
        ))
    }

    fn any(&mut self, column: &str, scalar: Scalar, value: &Value) -> Result<String, ReadError> {
        let items = match value {
            Value::List(items) => items.as_slice(),
            item => std::slice::from_ref(item),
        };
        if items.len() > VALUES_AT_MOST {
            return Err(ReadError::bad(say!(
                "a list of at most {VALUES_AT_MOST} values is needed",
                VALUES_AT_MOST
            )));
        }
        let values: Vec<SqlValue> = items
            .iter()
            .map(|item| bound(scalar, item))
            .collect::<Result<_, _>>()?;
        let binds = &mut self.planner.binds;
        let condition = match scalar {
            Scalar::Id(_) => {
                let ids: Vec<Uuid> = values
                    .into_iter()
                    .filter_map(|value| match value {
                        SqlValue::Uuid(id) => id,
                        _ => None,
                    })
                    .collect();
                binds.any_id(column, &ids)
            }
            Scalar::Int => {
                let numbers: Vec<i64> = values
                    .into_iter()
                    .filter_map(|value| match value {
                        SqlValue::BigInt(number) => number,
                        _ => None,
                    })
                    .collect();
                binds.any_int(column, &numbers)
            }
            Scalar::Text | Scalar::Choice(_) | Scalar::Currency => {
                let texts = values
                    .into_iter()
                    .filter_map(|value| match value {
                        SqlValue::String(text) => text,
                        _ => None,
                    })
                    .collect();
                binds.any_text(column, texts)
            }
            Scalar::Date | Scalar::DateTime | Scalar::Bool | Scalar::Json => {
                let parts: Vec<_> = values
                    .into_iter()
                    .map(|value| {
                        let placeholder = binds.bind(value);
                        format!("{column} = {placeholder}")
                    })
                    .collect();
                joined(&parts, " OR ", "FALSE")
            }
        };
        Ok(format!("({column} IS NOT NULL AND ({condition}))"))
    }
}

fn joined(parts: &[String], with: &str, none: &str) -> String {
    if parts.is_empty() {
        none.to_owned()
    } else {
        format!("({})", parts.join(with))
    }
}

fn known<'n>(name: &'n Name, names: &[&str]) -> Result<&'n str, ReadError> {
    if names.contains(&name.as_str()) {
        Ok(name.as_str())
    } else {
        Err(ReadError::bad(say!("there is no test on {name}", name)))
    }
}

fn checked(text: &str) -> Result<&str, ReadError> {
    match text {
        text if text.chars().count() > TEXT_AT_MOST => Err(ReadError::bad(say!(
            "texts to compare with have at most {TEXT_AT_MOST} characters",
            TEXT_AT_MOST
        ))),
        text if text.contains('\0') => Err(ReadError::bad(say!("a text holds no zero character"))),
        text => Ok(text),
    }
}

/// The value to compare a column with.
fn bound(scalar: Scalar, value: &Value) -> Result<SqlValue, ReadError> {
    let wrong = |message: Message| ReadError::bad(message);
    match (scalar, value) {
        // An id that is none, or of another kind, belongs to no record.
        (Scalar::Id(kind), Value::String(text)) => {
            Ok(kind.read(text).unwrap_or_else(|_no_id| Uuid::nil()).into())
        }
        (Scalar::Id(_), _) => Err(wrong(say!("an id is needed"))),
        (Scalar::Int, Value::Number(number)) => number
            .as_i64()
            .map(SqlValue::from)
            .ok_or_else(|| wrong(say!("a whole number is needed"))),
        (Scalar::Int, _) => Err(wrong(say!("a whole number is needed"))),
        (Scalar::Bool, Value::Boolean(flag)) => Ok((*flag).into()),
        (Scalar::Bool, _) => Err(wrong(say!("true or false is needed"))),
        (Scalar::Date, Value::String(text)) => Date::read(text)
            .map(|date| date.0.into())
            .ok_or_else(|| wrong(say!("a day such as \"2026-11-24\" is needed"))),
        (Scalar::Date, _) => Err(wrong(say!("a day such as \"2026-11-24\" is needed"))),
        (Scalar::DateTime, Value::String(text)) => DateTime::read(text)
            .map(|instant| instant.0.into())
            .ok_or_else(|| wrong(say!("an instant such as \"2026-11-24T09:30:00Z\" is needed"))),
        (Scalar::DateTime, _) => Err(wrong(say!(
            "an instant such as \"2026-11-24T09:30:00Z\" is needed"
        ))),
        (Scalar::Choice(words), value) => match word(value) {
            Some(word) if words.values.iter().any(|known| known.name == word) => Ok(word.into()),
            _ => Err(wrong(say!("a value of {kind} is needed", kind = words.name))),
        },
        (Scalar::Text | Scalar::Currency, Value::String(text)) => Ok(checked(text)?.into()),
        (Scalar::Text | Scalar::Currency | Scalar::Json, _) => Err(wrong(say!("a text is needed"))),
    }
}
