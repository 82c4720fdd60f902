//! The values that columns are compared with.

use async_graphql::Value;
use entity::value::{Date, DateTime, Decimal};
use sea_orm::Value as SqlValue;
use uuid::Uuid;

use crate::read::{error::ReadError, resource::Scalar, select::word};

/// Characters of a text to compare with.
pub(super) const TEXT_AT_MOST: usize = 500;

/// The text, when it is one that a column could hold.
pub(super) fn checked(text: &str) -> Result<&str, ReadError> {
    match text {
        text if text.chars().count() > TEXT_AT_MOST => Err(ReadError::bad(format!(
            "texts to compare with have at most {TEXT_AT_MOST} characters"
        ))),
        text if text.contains('\0') => Err(ReadError::bad("a text holds no zero character")),
        text => Ok(text),
    }
}

/// The value to compare a column with.
pub(super) fn bound(scalar: Scalar, value: &Value) -> Result<SqlValue, ReadError> {
    let wrong = |what: &str| ReadError::bad(format!("{what} is needed"));
    match (scalar, value) {
        // An id that is none, or of another kind, belongs to no record.
        (Scalar::Id(kind), Value::String(text)) => {
            Ok(kind.read(text).unwrap_or_else(|_no_id| Uuid::nil()).into())
        }
        (Scalar::Id(_), _) => Err(wrong("an id")),
        (Scalar::Int, Value::Number(number)) => number
            .as_i64()
            .map(SqlValue::from)
            .ok_or_else(|| wrong("a whole number")),
        (Scalar::Int, _) => Err(wrong("a whole number")),
        (Scalar::Decimal(decimals), Value::String(text)) => Decimal::read(text)
            .and_then(|number| i64::try_from(number.at_scale(decimals)?).ok())
            .map(SqlValue::from)
            .ok_or_else(|| wrong(&format!("a number with at most {decimals} decimals"))),
        (Scalar::Decimal(_), _) => Err(wrong("a number in a string, such as \"12.50\"")),
        (Scalar::Bool, Value::Boolean(flag)) => Ok((*flag).into()),
        (Scalar::Bool, _) => Err(wrong("true or false")),
        (Scalar::Date, Value::String(text)) => Date::read(text)
            .map(|date| date.0.into())
            .ok_or_else(|| wrong("a day such as \"2026-11-24\"")),
        (Scalar::Date, _) => Err(wrong("a day such as \"2026-11-24\"")),
        (Scalar::DateTime, Value::String(text)) => DateTime::read(text)
            .map(|instant| instant.0.into())
            .ok_or_else(|| wrong("an instant such as \"2026-11-24T09:30:00Z\"")),
        (Scalar::DateTime, _) => Err(wrong("an instant such as \"2026-11-24T09:30:00Z\"")),
        (Scalar::Choice(words), value) => match word(value) {
            Some(word) if words.values.iter().any(|known| known.name == word) => Ok(word.into()),
            _ => Err(wrong(&format!("a value of {}", words.name))),
        },
        (Scalar::Text | Scalar::Currency, Value::String(text)) => Ok(checked(text)?.into()),
        (Scalar::Text | Scalar::Currency | Scalar::Json | Scalar::Texts, _) => Err(wrong("a text")),
    }
}
