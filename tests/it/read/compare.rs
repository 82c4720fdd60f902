//! The engine's answer beside what it must be.

use std::collections::{BTreeSet, HashMap};

use async_graphql::{Name, PathSegment, Response};
use async_graphql_value::ConstValue;

use super::reference::{Answer, Expected, Place};

/// Compares an answer, and learns which places its cursors mark. What differs first, if anything does.
pub(super) fn difference(
    expected: &Expected,
    got: &Response,
    cursors: &mut HashMap<String, Place>,
) -> Option<String> {
    let errors = errors(got);
    if errors != expected.errors {
        return Some(format!("errors {errors:?}\n   must be {:?}", expected.errors));
    }
    data(&expected.data, &got.data, "data", cursors)
}

/// The codes of an answer's errors, with the keys of their paths.
fn errors(got: &Response) -> BTreeSet<(String, String)> {
    let errors = got.errors.iter().map(|error| {
        let code = error
            .extensions
            .as_ref()
            .and_then(|extensions| extensions.get("code"));
        let code = match code {
            Some(ConstValue::String(code)) => code.clone(),
            _ => error.message.clone(),
        };
        let path = error.path.iter().map(|segment| match segment {
            PathSegment::Field(key) => key.clone(),
            PathSegment::Index(at) => at.to_string(),
        });
        (code, path.collect::<Vec<_>>().join("."))
    });
    errors.collect()
}

fn data(
    expected: &Answer,
    got: &ConstValue,
    path: &str,
    cursors: &mut HashMap<String, Place>,
) -> Option<String> {
    match (expected, got) {
        (Answer::Object(expected), ConstValue::Object(got)) => {
            let must: Vec<&str> = expected.iter().map(|(key, _)| key.as_str()).collect();
            let keys: Vec<&str> = got.keys().map(Name::as_str).collect();
            if keys != must {
                return Some(format!("{path} has the keys {keys:?}\n   must have {must:?}"));
            }
            let mut pairs = expected.iter().zip(got.values());
            pairs.find_map(|((key, expected), got)| data(expected, got, &format!("{path}.{key}"), cursors))
        }
        (Answer::List(expected), ConstValue::List(got)) if expected.len() == got.len() => {
            let mut pairs = expected.iter().zip(got).enumerate();
            pairs.find_map(|(at, (expected, got))| data(expected, got, &format!("{path}.{at}"), cursors))
        }
        (Answer::Cursor(place), ConstValue::String(cursor)) => {
            let known = cursors.entry(cursor.clone()).or_insert_with(|| place.clone());
            let same = (known.row, &known.list) == (place.row, &place.list);
            // The same list may stand twice in a document: the latest takes the variables.
            let differs = (!same).then(|| format!("{path} marks {place:?}\n   and marked {known:?}"));
            known.clone_from(place);
            differs
        }
        (Answer::Leaf(expected), got) => {
            let got = got.clone().into_json().expect("a value");
            (*expected != got).then(|| format!("{path} is {got}\n   must be {expected}"))
        }
        (expected, got) => Some(format!("{path} is {got}\n   must be {expected:?}")),
    }
}
