//! Values as the API shows them.

use async_graphql::{Name, Value};
use entity::value::{DateTime, Decimal};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{slots, take};
use crate::read::{
    plan::Part,
    resource::{Scalar, decimals},
};

/// A value as the API shows it.
pub(in crate::read) fn scalar(kind: Scalar, value: Json) -> Value {
    match (kind, value) {
        (_, Json::Null) => Value::Null,
        (Scalar::Id(kind), Json::String(text)) => {
            Uuid::try_parse(&text).map_or(Value::Null, |id| Value::String(kind.show(id)))
        }
        (Scalar::DateTime, Json::String(text)) => Value::String(instant(text)),
        (Scalar::Choice(_), Json::String(word)) => Value::Enum(Name::new(word)),
        (Scalar::Bool, Json::Number(number)) => Value::Boolean(number.as_i64() != Some(0)),
        (Scalar::Decimal(decimals), Json::Number(number)) => number.as_i64().map_or(Value::Null, |units| {
            Value::String(Decimal::new(i128::from(units), decimals).to_string())
        }),
        (Scalar::Json | Scalar::Texts, Json::String(text)) => serde_json::from_str::<Json>(&text)
            .ok()
            .and_then(|json| Value::from_json(json).ok())
            .unwrap_or(Value::Null),
        (_, Json::String(text)) => Value::String(text),
        (_, Json::Number(number)) => Value::Number(number),
        (_, Json::Bool(flag)) => Value::Boolean(flag),
        (_, json) => Value::from_json(json).unwrap_or(Value::Null),
    }
}

/// An instant with a Z. What the databases write differs in the offset only, and in zeros at the end of a fraction.
fn instant(text: String) -> String {
    match text
        .strip_suffix("+00:00")
        .filter(|stem| stem.len() == 19 && stem.as_bytes().get(10) == Some(&b'T'))
    {
        Some(stem) => format!("{stem}Z"),
        None => DateTime::read(&text).map_or(text, DateTime::show),
    }
}

/// An amount of its minor units.
pub(super) fn money(minor: &Json, currency: &Json, own: Option<u32>, parts: &[(Name, Part)]) -> Value {
    let (Some(minor), Some(code)) = (minor.as_i64(), currency.as_str()) else {
        return Value::Null;
    };
    let amount = Decimal::new(i128::from(minor), own.unwrap_or_else(|| decimals(code))).to_string();
    object_of(parts, &Value::String(amount), &Value::from(code))
}

/// Ids in other systems.
pub(super) fn external_ids(list: Json, parts: &[(Name, Part)]) -> Value {
    let Json::Array(items) = list else {
        return Value::List(vec![]);
    };
    let items = items.into_iter().map(|item| {
        let mut pair = slots(item, 2);
        object_of(
            parts,
            &scalar(Scalar::Text, take(&mut pair, 0)),
            &scalar(Scalar::Text, take(&mut pair, 1)),
        )
    });
    Value::List(items.collect())
}

/// An object of two fields.
pub(in crate::read) fn object_of(parts: &[(Name, Part)], first: &Value, second: &Value) -> Value {
    let answer = parts.iter().map(|(key, part)| {
        let value = match part {
            Part::Typename(name) => Value::from(*name),
            Part::First => first.clone(),
            Part::Second => second.clone(),
        };
        (key.clone(), value)
    });
    Value::Object(answer.collect())
}
