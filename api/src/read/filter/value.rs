//! The values that columns are compared with.

use async_graphql::Value;
use entity::value::{Date, DateTime, Decimal};
use sea_orm::Value as SqlValue;
use uuid::Uuid;

use crate::{
    kernel::message::Message,
    read::{error::ReadError, resource::Scalar, select::word},
};

/// Characters of a text to compare with.
pub(super) const TEXT_AT_MOST: usize = 500;

/// The text, when it is one that a column could hold.
pub(super) fn checked(text: &str) -> Result<&str, ReadError> {
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
pub(super) fn bound(scalar: Scalar, value: &Value) -> Result<SqlValue, ReadError> {
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
        (Scalar::Decimal(decimals), Value::String(text)) => Decimal::read(text)
            .and_then(|number| i64::try_from(number.at_scale(decimals)?).ok())
            .map(SqlValue::from)
            .ok_or_else(|| {
                wrong(say!(
                    "a number with at most {decimals} decimals is needed",
                    decimals
                ))
            }),
        (Scalar::Decimal(_), _) => Err(wrong(say!("a number in a string, such as \"12.50\" is needed"))),
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
        (Scalar::Text | Scalar::Currency | Scalar::Json | Scalar::Texts, _) => {
            Err(wrong(say!("a text is needed")))
        }
    }
}
