//! Tests on one column: `eq`, `in`, `contains` and the like.

use async_graphql::Value;
use entity::value::{fold, sort_key};
use sea_orm::Value as SqlValue;
use uuid::Uuid;

use super::{
    Tests, joined,
    search::like,
    value::{bound, checked},
};
use crate::read::{error::ReadError, resource::Scalar};

const VALUES_AT_MOST: usize = 100;

impl Tests<'_, '_, '_> {
    pub(super) fn operators(
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

    pub(super) fn operator(
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
            "in" => {
                let (any, twin) = (self.any(column, scalar, value)?, self.twin(folded, items(value)));
                return Ok(format!("({any}{twin})"));
            }
            "notIn" => return Ok(format!("NOT {}", self.any(column, scalar, value)?)),
            "contains" => return self.part(column, folded, value, "%"),
            "startsWith" => return self.part(column, folded, value, ""),
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
        let twin = match operator {
            "eq" => self.twin(folded, std::slice::from_ref(value)),
            _ => String::new(),
        };
        Ok(format!(
            "({column} IS NOT NULL AND {column} {sign} {placeholder}{twin})"
        ))
    }

    /// What a column that equals one of these texts implies for its folded twin, which is the one that is indexed.
    fn twin(&mut self, folded: Option<&str>, values: &[Value]) -> String {
        let Some(folded) = folded else {
            return String::new();
        };
        let keys = values.iter().filter_map(|value| match value {
            Value::String(text) => Some(sort_key(text)),
            _ => None,
        });
        let keys: Vec<String> = keys.collect();
        format!(" AND {}", self.planner.binds.any_text(folded, keys))
    }

    fn bind(&mut self, scalar: Scalar, value: &Value) -> Result<String, ReadError> {
        Ok(self.planner.binds.bind(bound(scalar, value)?))
    }

    /// A test on a part of a text: on its folded twin, or on itself without regard to the case that both databases know of.
    fn part(
        &mut self,
        column: &str,
        folded: Option<&str>,
        value: &Value,
        before: &str,
    ) -> Result<String, ReadError> {
        let Value::String(text) = value else {
            return Err(ReadError::bad(say!("a text is needed")));
        };
        let text = checked(text)?;
        let (column, part) = match folded {
            Some(folded) => (folded.to_owned(), fold(text)),
            None => (format!("lower({column})"), text.to_ascii_lowercase()),
        };
        let placeholder = self.planner.binds.bind(like(&part, before, "%"));
        Ok(format!(
            "({column} IS NOT NULL AND {column} LIKE {placeholder} ESCAPE '\\')"
        ))
    }

    fn any(&mut self, column: &str, scalar: Scalar, value: &Value) -> Result<String, ReadError> {
        let items = items(value);
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
            Scalar::Int | Scalar::Decimal(_) => {
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
            Scalar::Date | Scalar::DateTime | Scalar::Bool | Scalar::Json | Scalar::Texts => {
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

/// The values of a list; a value alone is a list of one.
fn items(value: &Value) -> &[Value] {
    match value {
        Value::List(items) => items,
        item => std::slice::from_ref(item),
    }
}
