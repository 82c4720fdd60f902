//! One row, as values that are worked out see it.

use async_graphql::Value;
use serde_json::Value as Json;

use super::scalar;
use crate::read::resource::Scalar;

/// Columns of one row, for values worked out from them.
#[derive(Debug)]
pub struct Row<'r> {
    columns: Vec<(&'static str, &'r Json)>,
}

impl<'r> Row<'r> {
    /// A row of these columns.
    #[must_use]
    pub const fn of(columns: Vec<(&'static str, &'r Json)>) -> Self {
        Self { columns }
    }

    fn value(&self, column: &str) -> Option<&Json> {
        self.columns
            .iter()
            .find(|(name, _)| *name == column)
            .map(|(_, value)| *value)
    }

    /// A text or word.
    #[must_use]
    pub fn text(&self, column: &str) -> &str {
        self.value(column).and_then(Json::as_str).unwrap_or("")
    }

    /// A JSON value.
    #[must_use]
    pub fn json(&self, column: &str) -> Value {
        self.value(column)
            .map_or(Value::Null, |value| scalar(Scalar::Json, value.clone()))
    }

    /// A whole number.
    #[must_use]
    pub fn int(&self, column: &str) -> Option<i64> {
        self.value(column).and_then(Json::as_i64)
    }
}
