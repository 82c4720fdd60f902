use std::{fmt::Write, sync::Arc};

use async_graphql::Variables;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::Values;
use crate::graphql::{document::Documents, limits::Limits, types::TypeMap};

const SCHEMA: &str = r"
    schema { query: Query mutation: Mutation }
    type Query {
        viewer: Client
        client(id: ID!): Client
        clients(first: Int, last: Int, search: String): ClientConnection
        clientAggregate: ClientAggregate
        clientGroups: [ClientGroup!]
        nodes(ids: [ID!]!): [Node]
        recent(first: Int): [Client!]
    }
    type Mutation { clientCreate(name: String): ClientPayload! }
    type ClientPayload { client: Client errors: [UserError!]! }
    interface UserError { message: String! }
    interface Node { id: ID! }
    type Client implements Node { id: ID! name: String owner: Client projects(first: Int): ProjectConnection stage: Stage }
    enum Stage { ACTIVE LOST }
    type ClientConnection { edges: [ClientEdge!]! nodes: [Client!]! pageInfo: PageInfo! totalCount: Int! }
    type ClientEdge { cursor: String! node: Client! }
    type Project implements Node { id: ID! client: Client }
    type ProjectConnection { nodes: [Project!]! totalCount: Int! }
    type PageInfo { hasNextPage: Boolean! }
    type ClientAggregate { count: Int! }
    type ClientGroup { count: Int! key: String! }
";

fn cost_with(text: &str, variables: Value) -> u64 {
    let types = Arc::new(TypeMap::from_sdl(SCHEMA).unwrap());
    let document = Documents::new(Limits::default(), types).read(text).unwrap();
    let operation = document.pick(None).unwrap();
    let definitions = &document.definition(operation).unwrap().variable_definitions;
    let variables = Variables::from_json(variables);
    document.cost(operation, &Values::new(&variables, definitions))
}

fn cost(text: &str) -> u64 {
    cost_with(text, json!({}))
}

#[test]
fn an_object_costs_one_and_a_scalar_nothing() {
    assert_eq!(cost("{ __typename }"), 0);
    assert_eq!(cost("{ viewer { id name stage owner { id owner { id } } } }"), 3);
}

#[test]
fn a_connection_costs_two_and_its_page_times_its_child() {
    assert_eq!(
        cost("{ clients(first: 10) { nodes { id owner { id } } } }"),
        2 + 10 * 2
    );
    assert_eq!(
        cost("{ clients(last: 10) { edges { cursor node { id owner { id } } } } }"),
        2 + 10 * 2
    );
    assert_eq!(
        cost("{ clients { nodes { id } pageInfo { hasNextPage } totalCount } }"),
        2 + 25 + 1
    );
    assert_eq!(cost("{ clients(first: 2147483647) { nodes { id } } }"), 2 + 100);
    assert_eq!(cost("{ clients(first: -1) { nodes { id } } }"), 2);
    assert_eq!(cost("{ clients(first: 50) { totalCount } }"), 2);
}

#[test]
fn connections_multiply() {
    let text = "{ clients(first: 100) { nodes { projects(first: 100) { nodes { id client { id } } } } } }";

    assert_eq!(cost(text), 2 + 100 * (1 + 2 + 100 * 2));
}

#[test]
fn a_page_may_be_a_variable() {
    let text = "query($n: Int = 7, $m: Int) { clients(first: $n, last: $m) { nodes { id } } }";

    assert_eq!(cost_with(text, json!({})), 2 + 7);
    assert_eq!(cost_with(text, json!({"n": 40})), 2 + 40);
    assert_eq!(cost_with(text, json!({"n": null})), 2 + 25);
    assert_eq!(cost_with(text, json!({"n": 3, "m": 5})), 2 + 5);
    assert_eq!(cost_with(text, json!({"n": 1.5})), 2 + 100);
}

#[test]
fn a_search_costs_twenty_more_when_there_is_one() {
    let text = "query($s: String) { clients(first: 1, search: $s) { nodes { id } } }";

    assert_eq!(cost("{ clients(first: 1, search: \"a\") { nodes { id } } }"), 23);
    assert_eq!(cost_with(text, json!({"s": "a"})), 23);
    assert_eq!(cost_with(text, json!({"s": null})), 3);
}

#[test]
fn ids_cost_as_many_objects_as_there_are_ids() {
    let text = "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Client { owner { id } } } }";

    assert_eq!(cost("{ nodes(ids: [\"a\", \"b\", \"c\"]) { id } }"), 3);
    assert_eq!(cost_with(text, json!({"ids": ["a", "b"]})), 4);
    assert_eq!(cost_with(text, json!({"ids": "a"})), 2);
}

#[test]
fn figures_groups_mutations_and_paged_lists_have_their_prices() {
    assert_eq!(cost("{ clientAggregate { count } }"), 10);
    assert_eq!(cost("{ clientGroups { count key } }"), 25);
    assert_eq!(cost("{ recent(first: 4) { id } }"), 4);
    assert_eq!(
        cost("mutation { clientCreate { client { id } errors { message } } }"),
        10 + 3
    );
}

#[test]
fn introspection_is_free() {
    assert_eq!(
        cost("{ __schema { types { name fields { name } } } __type(name: \"A\") { name } }"),
        0
    );
}

#[test]
fn a_fragment_costs_the_same_as_what_it_stands_for() {
    let text = "{ clients(first: 10) { ...Page } } fragment Owner on Client { owner { id } } \
        fragment Page on ClientConnection { nodes { ...Owner ...Owner } pageInfo { hasNextPage } }";

    assert_eq!(cost(text), 2 + 1 + 10 * (1 + 1 + 1));
}

#[test]
fn fragments_that_double_cost_what_they_would_unfold_to_without_unfolding() {
    let mut text = "{ viewer { ...F0 } }".to_owned();
    for level in 0..12 {
        let next = level + 1;
        write!(text, "fragment F{level} on Client {{ ...F{next} ...F{next} }}").unwrap();
    }
    text.push_str("fragment F12 on Client { owner { id } }");

    let limits = Limits {
        expanded_fields: u64::MAX,
        ..Limits::default()
    };
    let types = Arc::new(TypeMap::from_sdl(SCHEMA).unwrap());
    let document = Documents::new(limits, types).read(&text).unwrap();
    let operation = document.pick(None).unwrap();

    assert_eq!(
        document.cost(operation, &Values::new(&Variables::default(), &[])),
        1 + (1 << 12)
    );
}

fn selection() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec!["id", "name", "__typename", "unknown", "...F", "totalCount"]);
    leaf.prop_map(str::to_owned).prop_recursive(6, 40, 4, |inner| {
        (
            prop::sample::select(vec![
                "viewer",
                "clients",
                "clients(first: $n)",
                "clients(first: 9999999999)",
                "nodes",
                "edges",
                "node",
                "owner",
                "projects(last: -4)",
                "nodes(ids: $n)",
                "nodes(ids: [1,2])",
                "... on Client",
                "clientGroups",
                "errors",
            ]),
            prop::collection::vec(inner, 1..4),
        )
            .prop_map(|(field, below)| format!("{field} {{ {} }}", below.join(" ")))
    })
}

proptest! {
    #[test]
    fn no_document_makes_it_panic(root in selection(), fragment in selection(), n in any::<i64>()) {
        let text = format!("query($n: Int) {{ {root} }} fragment F on Client {{ {} }}", fragment.replace("...F", "id"));
        let types = Arc::new(TypeMap::from_sdl(SCHEMA).unwrap());
        if let Ok(document) = Documents::new(Limits::default(), types).read(&text) {
            let operation = document.pick(None).unwrap();
            let variables = Variables::from_json(json!({"n": n}));
            document.cost(operation, &Values::new(&variables, &[]));
        }
    }
}
