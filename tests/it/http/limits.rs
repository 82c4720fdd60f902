use std::fmt::Write;

use serde_json::json;

use super::server::{Send, Server, outcome};

#[tokio::test]
async fn documents_that_would_hurt_are_refused_and_the_next_is_answered() {
    let server = Server::start().await;
    let mut doubling = "{ me { ...F0 } }".to_owned();
    for level in 0..27 {
        write!(
            doubling,
            " fragment F{level} on Person {{ ...F{0} ...F{0} }}",
            level + 1
        )
        .unwrap();
    }
    doubling.push_str(" fragment F27 on Person { id }");
    let aliases = "again: hello ".repeat(5_000);
    let directives = "@x ".repeat(5_000);

    for document in [
        format!("{{ hello(l: {}{}) }}", "[".repeat(2_000), "]".repeat(2_000)),
        doubling,
        format!("{{ {aliases} }}"),
        format!("query {directives} {{ hello }}"),
        format!("{{ hello {directives} }}"),
        format!("query($a: Int {directives}) {{ hello }}"),
        format!("{{ me {{ ...F }} }} fragment F on Person {directives} {{ id }}"),
        format!("{{ me {} id {} }}", "{ friend ".repeat(3_000), "}".repeat(3_000)),
    ] {
        let answer = server.query(&document).await;
        assert_eq!(
            answer.outcome(),
            outcome(400, "QUERY_TOO_COMPLEX"),
            "{document:.60}"
        );
        assert!(answer.text.len() < 1_024, "{}", answer.text.len());
    }
    assert_eq!(server.query("{ hello }").await.status, 200);
}

#[tokio::test]
async fn a_document_with_thousands_of_faults_is_answered_briefly() {
    let server = Server::start().await;
    let document = format!("{{ me {{ {} }} }}", "nothing ".repeat(490));

    let answer = server.query(&document).await;

    assert_eq!(answer.outcome(), outcome(400, "GRAPHQL_VALIDATION_FAILED"));
    assert_eq!(answer.json()["errors"].as_array().unwrap().len(), 10);
    assert!(answer.text.len() < 8 * 1_024, "{}", answer.text.len());
}

#[tokio::test]
async fn json_that_is_nested_too_deeply_is_refused() {
    let server = Server::start().await;
    let body = format!(
        r#"{{"query":"{{ hello }}","variables":{}{}}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );

    let answer = server.send(Some("application/json"), body).await;

    assert_eq!(answer.outcome(), outcome(400, "BAD_REQUEST"));
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused() {
    let server = Server::start().await;
    let padding = " ".repeat(256 * 1024);

    let announced = server
        .send(
            Some("application/json"),
            format!("{{\"query\":\"{{ hello }}\"}}{padding}"),
        )
        .await;

    assert_eq!(announced.outcome(), outcome(413, "PAYLOAD_TOO_LARGE"));
}

#[tokio::test]
async fn a_request_that_costs_too_much_is_refused_with_its_cost() {
    let server = Server::start().await;

    let answer = server
        .query("{ people(first: 100) { nodes { friends(first: 100) { nodes { id } } } } }")
        .await;

    assert_eq!(answer.outcome(), outcome(400, "QUERY_TOO_COMPLEX"));
    let extensions = &answer.json()["errors"][0]["extensions"];
    assert_eq!(extensions["cost"], 2 + 100 * (1 + 2 + 100));
    assert_eq!(extensions["maximum"], 5_000);
}

#[tokio::test]
async fn the_standard_introspection_passes() {
    let server = Server::start().await;

    let answer = server
        .anonymous(&json!({"query": "{ __schema { types { name fields { name args { name type { name ofType { name } } } type { name } } } } }"}))
        .answer()
        .await;

    assert_eq!(answer.status, 200);
    assert!(answer.json()["errors"].is_null());
    assert_eq!(answer.json()["extensions"]["cost"]["requested"], 0);
}

#[tokio::test]
async fn introspection_can_be_switched_off() {
    let server = Server::with(|settings| settings.introspection = false).await;

    let introspection = server.query("query A { __schema { types { name } } }").await;
    let through_fragment = server
        .query("{ ...F } fragment F on Query { t: __type(name: \"A\") { name } }")
        .await;

    assert_eq!(introspection.outcome(), outcome(400, "GRAPHQL_VALIDATION_FAILED"));
    assert_eq!(
        through_fragment.outcome(),
        outcome(400, "GRAPHQL_VALIDATION_FAILED")
    );
    assert_eq!(server.get("/schema.graphql").answer().await.status, 404);
    assert_eq!(server.query("{ __typename }").await.status, 200);
}
