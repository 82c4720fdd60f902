//! The public contract.

mod contract;
mod lists;
mod names;
mod writes;

use api::{graphql, read::catalog};

use self::contract::Contract;

#[test]
fn the_published_schema_is_the_schema() {
    let published = include_str!("../../../../api/schema.graphql");

    let schema = graphql::sdl(&graphql::schema());

    let lines = schema.trim_end().lines().zip(published.trim_end().lines());
    let differs = lines.enumerate().find(|(_, (now, published))| now != published);
    let is_same = schema.trim_end() == published.trim_end();
    assert!(
        is_same,
        "write it anew, rapport schema > api/schema.graphql: it differs at {differs:?}"
    );
}

#[test]
fn every_declaration_is_whole() {
    let _ = graphql::schema();

    assert_eq!(catalog().faults(), Vec::<String>::new());
}

#[test]
fn everything_in_the_schema_is_described_in_sentences() {
    let contract = Contract::read();

    let places = contract.places();

    let silent: Vec<_> = places
        .iter()
        .filter(|place| !is_sentence(place.about.as_deref()))
        .map(|place| (&place.path, &place.about))
        .collect();
    assert!(places.len() > 2_000, "only {} places", places.len());
    assert!(silent.is_empty(), "{silent:#?}");
}

/// Whether a description begins as a sentence does, and ends as one.
fn is_sentence(about: Option<&str>) -> bool {
    about.is_some_and(|about| !about.starts_with(char::is_lowercase) && about.ends_with('.'))
}
