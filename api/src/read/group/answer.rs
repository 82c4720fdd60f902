//! From the rows of totals to the answer.

use async_graphql::{Name, Value, indexmap::IndexMap};
use entity::value::Decimal;
use serde_json::Value as Json;

use super::{Key, Summed, Total};
use crate::read::{
    catalog::catalog,
    plan::Part,
    resource::{Scalar, Shape, decimals},
    select::Picked,
    shape::{object_of, scalar},
};

/// One aggregate of one group: its rows differ in the currencies of amounts only.
pub(super) fn answer(totals: &[Summed], part: usize, rows: &[Vec<Json>], keys: usize, empty: bool) -> Value {
    let count: i64 = rows.iter().filter_map(|row| row.get(keys)?.as_i64()).sum();
    let mut object = IndexMap::new();
    let mut at = keys + 1;
    for summed in totals {
        let value = match &summed.total {
            Total::Typename(name) => Value::String(name.clone()),
            Total::Null => Value::Null,
            Total::Count => Value::from(count),
            Total::Int(_) => {
                at += 1;
                let sum: i128 = rows.iter().filter_map(|row| units(row.get(at - 1)?)).sum();
                i64::try_from(sum).map_or(Value::Null, Value::from)
            }
            Total::Money { parts, .. } => {
                at += 2;
                let amounts: Vec<(&str, i128)> = if empty {
                    vec![]
                } else {
                    rows.iter()
                        .filter_map(|row| Some((row.get(at - 2)?.as_str()?, units(row.get(at - 1)?)?)))
                        .collect()
                };
                sums(amounts, parts)
            }
        };
        if summed.part == part {
            object.insert(summed.key.clone(), value);
        }
    }
    Value::Object(object)
}

fn units(value: &Json) -> Option<i128> {
    value
        .as_str()
        .map_or_else(|| value.as_i64().map(i128::from), |text| text.parse().ok())
}

/// One amount for each currency; currencies are never added up.
fn sums(mut amounts: Vec<(&str, i128)>, parts: &[(Name, Part)]) -> Value {
    amounts.sort_unstable_by_key(|(currency, _)| currency.to_owned());
    let of_currency = amounts
        .chunk_by(|one, other| one.0 == other.0)
        .filter_map(|same| {
            let (currency, total) = (same.first()?.0, same.iter().map(|(_, units)| units).sum());
            let amount = Decimal::new(total, decimals(currency)).to_string();
            Some(object_of(parts, &Value::String(amount), &Value::from(currency)))
        });
    Value::List(of_currency.collect())
}

/// The fields of an amount.
pub(super) fn money_parts(picked: &[Picked<'_>]) -> Vec<(Name, Part)> {
    let part = |name: &str| match name {
        "__typename" => Part::Typename("Money"),
        "amount" => Part::First,
        _ => Part::Second,
    };
    picked
        .iter()
        .map(|picked| (picked.key.clone(), part(picked.name())))
        .collect()
}

/// The value of a key, as text.
pub(super) fn shown(key: &Key, value: Option<&Json>) -> Value {
    let value = value.cloned().unwrap_or_default();
    let kind = match &key.field.shape {
        Shape::One { to, .. } => match catalog().named(to) {
            Some(resource) => Scalar::Id(resource.kind),
            None => return Value::Null,
        },
        Shape::Column(_, kind) if !key.month => *kind,
        _ => Scalar::Text,
    };
    match scalar(kind, value) {
        Value::Number(number) => Value::String(number.to_string()),
        Value::Boolean(flag) => Value::String(flag.to_string()),
        Value::Enum(word) => Value::String(word.to_string()),
        value => value,
    }
}
