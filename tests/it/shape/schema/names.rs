//! What things are called.

use std::collections::BTreeSet;

use api::{graphql, read::catalog};
use async_graphql::parser::types::TypeKind;

use super::contract::{Contract, Sort};

/// What mutations are about that is no record of an agency.
const OTHER_NOUNS: &[&str] = &[
    "fxRates",
    "invitation",
    "password",
    "session",
    "sessions",
    "timeEntries",
    "token",
];

/// Mutations that are called as everybody calls them.
const SIGNING: &[&str] = &["signIn", "signOut", "signUp"];

#[test]
fn names_are_written_as_their_sort_is() {
    let places = Contract::read().places();

    let odd: Vec<_> = places
        .iter()
        .filter(|place| match place.sort {
            Sort::Type => !is_pascal(&place.name),
            Sort::Field | Sort::Argument | Sort::InputField | Sort::Directive => !is_camel(&place.name),
            Sort::Word => !is_screaming(&place.name),
        })
        .map(|place| &place.path)
        .collect();
    assert!(odd.is_empty(), "{odd:?}");
}

#[test]
fn a_type_says_by_its_name_what_it_is_for() {
    let contract = Contract::read();

    let odd: Vec<_> = contract
        .types()
        .iter()
        .filter(|ty| {
            let name = ty.name.node.as_str();
            let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
            let has = |field: &str| contract.fields(name).any(|known| known.name.node == field);
            match &ty.kind {
                TypeKind::InputObject(_) => !ends(&["Input", "Filter", "Order"]),
                TypeKind::Enum(_) => ends(&["Input", "Filter", "Payload", "Connection"]),
                TypeKind::Object(_) => {
                    has("pageInfo") != ends(&["Connection"]) || has("errors") != ends(&["Payload"])
                }
                TypeKind::Scalar | TypeKind::Interface(_) | TypeKind::Union(_) => false,
            }
        })
        .map(|ty| ty.name.node.as_str())
        .collect();

    assert!(odd.is_empty(), "{odd:?}");
}

#[test]
fn mutations_are_called_by_what_they_are_about_and_then_by_what_they_do() {
    let contract = Contract::read();
    let _ = graphql::schema();
    let records = catalog()
        .all()
        .iter()
        .map(|resource| uncapitalised(resource.name()));
    let nouns: BTreeSet<String> = records
        .chain(OTHER_NOUNS.iter().map(|noun| (*noun).to_owned()))
        .collect();

    let odd: Vec<_> = contract
        .fields("Mutation")
        .map(|field| field.name.node.as_str())
        .filter(|name| !SIGNING.contains(name))
        .filter(|name| {
            !nouns
                .iter()
                .any(|noun| name.strip_prefix(noun.as_str()).is_some_and(is_pascal))
        })
        .collect();

    assert!(odd.is_empty(), "neither a record nor a known noun first: {odd:?}");
}

fn is_pascal(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_uppercase())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric())
}

fn is_camel(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric())
}

fn is_screaming(name: &str) -> bool {
    let is_word = |word: &str| {
        let rest = |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit();
        !word.is_empty() && word.chars().all(rest)
    };
    name.starts_with(|letter: char| letter.is_ascii_uppercase()) && name.split('_').all(is_word)
}

fn uncapitalised(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}
