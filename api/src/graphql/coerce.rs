//! Variables against their types, before anything runs. The framework would find a missing one only while executing,
//! after earlier mutations of the document have run.

use std::fmt;

use async_graphql::{
    Name, Positioned, Variables,
    parser::types::{BaseType, Type, VariableDefinition},
};
use async_graphql_value::ConstValue;
use serde_json::Number;

use crate::{
    graphql::{
        refusal::{Code, Refusal},
        types::{BuiltIn, InputShape, TypeMap},
    },
    kernel::message::Message,
};

/// The variables of an operation, each a value of its type: a single value where a list is wanted becomes a list of one,
/// a whole number where an id is wanted becomes text. Variables that the operation does not define are left out.
///
/// # Errors
///
/// Fails at the first variable that is missing or no value of its type. The message says where, never what was given.
pub fn coerce(
    types: &TypeMap,
    definitions: &[Positioned<VariableDefinition>],
    mut given: Variables,
) -> Result<Variables, Refusal> {
    let mut coerced = Variables::default();
    for definition in definitions {
        let definition = &definition.node;
        let name = &definition.name.node;
        let ty = &definition.var_type.node;
        let mut place = Place::of(name);
        match given.remove(name) {
            None if definition.default_value.is_none() && !ty.nullable => {
                return Err(place.refuse(say!(
                    "the variable {place} is required: {kind}",
                    place,
                    kind = shorten(&ty.to_string())
                )));
            }
            None => {}
            Some(value) => {
                let value = Coercion { types }.value(ty, value, &mut place)?;
                coerced.insert(name.clone(), value);
            }
        }
    }
    Ok(coerced)
}

/// Where in the variables a value stands.
struct Place(String);

impl Place {
    fn of(variable: &Name) -> Self {
        Self(format!("${}", shorten(variable)))
    }

    fn enter(&mut self, step: &str) -> usize {
        let length = self.0.len();
        self.0.push_str(step);
        length
    }

    fn leave(&mut self, length: usize) {
        self.0.truncate(length);
    }

    fn refuse(&self, message: Message) -> Refusal {
        Refusal::new(Code::BadUserInput, message).with("variable", self.0.as_str())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Walks a value along its type. Neither is deeper than the limits on brackets and on JSON allow.
struct Coercion<'a> {
    types: &'a TypeMap,
}

impl Coercion<'_> {
    fn value(&self, ty: &Type, value: ConstValue, place: &mut Place) -> Result<ConstValue, Refusal> {
        if value == ConstValue::Null {
            return if ty.nullable {
                Ok(value)
            } else {
                Err(place.refuse(say!(
                    "the variable {place} must not be null: {kind}",
                    place,
                    kind = shorten(&ty.to_string())
                )))
            };
        }
        match &ty.base {
            BaseType::List(inner) => self.list(inner, value, place),
            BaseType::Named(name) => match self.types.input(name) {
                Some(InputShape::BuiltIn(scalar)) => built_in(*scalar, value, place),
                Some(InputShape::Enum(words)) => match &value {
                    ConstValue::String(word) if words.contains(word.as_str()) => Ok(value),
                    _ => {
                        Err(place.refuse(say!("the variable {place} is not a value of {name}", place, name)))
                    }
                },
                Some(InputShape::Object { .. }) => self.object(name, value, place),
                // A scalar of our own reads its values itself; an unknown type is the validator's to report.
                Some(InputShape::Scalar) | None => Ok(value),
            },
        }
    }

    fn list(&self, inner: &Type, value: ConstValue, place: &mut Place) -> Result<ConstValue, Refusal> {
        let ConstValue::List(items) = value else {
            return Ok(ConstValue::List(vec![self.value(inner, value, place)?]));
        };
        let mut coerced = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let length = place.enter(&format!("[{index}]"));
            coerced.push(self.value(inner, item, place)?);
            place.leave(length);
        }
        Ok(ConstValue::List(coerced))
    }

    fn object(&self, name: &Name, value: ConstValue, place: &mut Place) -> Result<ConstValue, Refusal> {
        let (Some(InputShape::Object { fields, is_one_of }), ConstValue::Object(mut given)) =
            (self.types.input(name), value)
        else {
            return Err(place.refuse(say!(
                "the variable {place} is not an object of {name}",
                place,
                name
            )));
        };
        if *is_one_of && !(given.len() == 1 && given.values().all(|value| *value != ConstValue::Null)) {
            return Err(place.refuse(say!(
                "the variable {place} must have exactly one field of {name}",
                place,
                name
            )));
        }
        for (key, value) in &mut given {
            let Some(field) = fields.get(key) else {
                return Err(place.refuse(say!(
                    "the variable {place} has no field {key} in {name}",
                    place,
                    key = shorten(key),
                    name
                )));
            };
            let length = place.enter(&format!(".{key}"));
            *value = self.value(&field.ty, std::mem::take(value), place)?;
            place.leave(length);
        }
        let missing = fields
            .iter()
            .filter(|(key, field)| field.is_required && !given.contains_key(key.as_str()))
            .map(|(key, _)| key)
            .min();
        match missing {
            Some(key) => Err(place.refuse(say!(
                "the variable {place} lacks the field {key} of {name}",
                place,
                key,
                name
            ))),
            None => Ok(ConstValue::Object(given)),
        }
    }
}

fn built_in(scalar: BuiltIn, value: ConstValue, place: &Place) -> Result<ConstValue, Refusal> {
    match scalar {
        BuiltIn::Int => whole(&value)
            .map(ConstValue::from)
            .ok_or_else(|| say!("the variable {place} is not a whole number of 32 bits", place)),
        BuiltIn::Float => matches!(value, ConstValue::Number(_))
            .then_some(value)
            .ok_or_else(|| say!("the variable {place} is not a number", place)),
        BuiltIn::String => matches!(value, ConstValue::String(_))
            .then_some(value)
            .ok_or_else(|| say!("the variable {place} is not text", place)),
        BuiltIn::Boolean => matches!(value, ConstValue::Boolean(_))
            .then_some(value)
            .ok_or_else(|| say!("the variable {place} is not true or false", place)),
        BuiltIn::Id => id(value).ok_or_else(|| say!("the variable {place} is not an id", place)),
    }
    .map_err(|message| place.refuse(message))
}

/// A number is whole by its value, not by how it is written: 1.0 is.
fn whole(value: &ConstValue) -> Option<i32> {
    let ConstValue::Number(number) = value else {
        return None;
    };
    let whole = number.as_i64().or_else(|| written_with_a_point(number))?;
    i32::try_from(whole).ok()
}

fn written_with_a_point(number: &Number) -> Option<i64> {
    let text = number.to_string();
    let (before, behind) = text.split_once('.')?;
    behind
        .bytes()
        .all(|digit| digit == b'0')
        .then(|| before.parse().ok())?
}

fn id(value: ConstValue) -> Option<ConstValue> {
    match value {
        ConstValue::String(_) => Some(value),
        ConstValue::Number(number) if number.is_i64() || number.is_u64() => {
            Some(ConstValue::String(number.to_string()))
        }
        _ => None,
    }
}

fn shorten(text: &str) -> String {
    text.chars().take(64).collect()
}

#[cfg(test)]
mod tests;
