//! Tests on rows: the filter a caller gives becomes a condition. Tests are true or false, never unknown: a value that is
//! missing fulfils no test but `isNull`, `ne` and `notIn`.

mod operator;
mod relation;
mod search;
mod value;

use async_graphql::Value;

pub(super) use self::search::search;
use super::{
    error::ReadError,
    plan::Planner,
    resource::{Field, Resource, Scalar, Shape},
};

const DEPTH_AT_MOST: usize = 4;
const TESTS_AT_MOST: usize = 50;

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
        self.related_id(to, &format!("{row}.{key}"), value)
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
}

fn joined(parts: &[String], with: &str, none: &str) -> String {
    if parts.is_empty() {
        none.to_owned()
    } else {
        format!("({})", parts.join(with))
    }
}
