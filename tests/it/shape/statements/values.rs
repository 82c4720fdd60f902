//! Values that a column takes.

use api::read::{Resource, Scalar, Shape};
use chrono::TimeDelta;
use entity::value::ChoiceValue;
use sea_orm::Value;
use serde_json::json;
use tests::start;
use uuid::Uuid;

use crate::shape::tables::{Column, Holds};

/// No value.
pub(in crate::shape) fn nothing(column: &Column) -> Value {
    match column.holds {
        Holds::Uuid => Value::Uuid(None),
        Holds::Text => Value::String(None),
        Holds::Int => Value::Int(None),
        Holds::BigInt => Value::BigInt(None),
        Holds::Bool => Value::Bool(None),
        Holds::Date => Value::ChronoDate(None),
        Holds::Instant => Value::ChronoDateTimeUtc(None),
        Holds::Json => Value::Json(None),
        Holds::Bytes => Value::Bytes(None),
    }
}

/// A value that the declaration allows, another one for each number where it can be.
pub(in crate::shape) fn something(resource: Option<&Resource>, column: &Column, number: usize) -> Value {
    if let Some(word) = word(resource, &column.name) {
        return word.into();
    }
    let count = i32::try_from(number).expect("a small number") + 1;
    let later = start() + TimeDelta::days(count.into());
    match column.holds {
        Holds::Uuid => Uuid::from_u128(u128::try_from(count).expect("a number")).into(),
        Holds::Text => format!("x{count}").into(),
        Holds::Int => count.into(),
        Holds::BigInt => i64::from(count).into(),
        Holds::Bool => false.into(),
        Holds::Date => later.date_naive().into(),
        Holds::Instant => later.into(),
        Holds::Json => json!([]).into(),
        Holds::Bytes => count.to_be_bytes().to_vec().into(),
    }
}

/// Whether each number gives the column another value.
pub(super) fn is_own(resource: Option<&Resource>, column: &Column) -> bool {
    column.name != "agency_id" && something(resource, column, 0) != something(resource, column, 1)
}

/// The last word of a choice, or a currency, where the column holds one. Of some first words, such as LEAD and ACCEPTED, there may be
/// one alone.
fn word(resource: Option<&Resource>, column: &str) -> Option<&'static str> {
    if let Some(words) = words(resource, column) {
        return words.last().map(|word| word.name);
    }
    resource?.fields.iter().find_map(|field| match &field.shape {
        Shape::Column(known, Scalar::Currency) | Shape::Money(_, known) | Shape::Price(_, known)
            if *known == column =>
        {
            Some("EUR")
        }
        _ => None,
    })
}

/// The words of the choice that a column holds.
pub(in crate::shape) fn words(resource: Option<&Resource>, column: &str) -> Option<&'static [ChoiceValue]> {
    resource?.fields.iter().find_map(|field| match &field.shape {
        Shape::Column(known, Scalar::Choice(words)) if *known == column => Some(words.values),
        _ => None,
    })
}
