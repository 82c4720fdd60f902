//! Lists of clients: found by words, walked by pages, sorted, tested, with the agency's own fields.

mod fields;
mod filters;
mod pages;
mod words;

use tests::Person;

/// The names of the clients that a list shows.
async fn names(by: &Person<'_>, arguments: &str) -> Vec<String> {
    let answer = by
        .ask(&format!(
            "{{ clients({arguments}, orderBy: [{{ field: NAME }}]) {{ nodes {{ name }} totalCount }} }}"
        ))
        .await
        .good();
    let names: Vec<String> = answer
        .each("clients.nodes", "name")
        .iter()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    assert_eq!(answer.at("clients.totalCount"), names.len());
    names
}
