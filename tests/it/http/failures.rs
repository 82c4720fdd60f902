use std::time::Duration;

use serde_json::json;

use super::server::{Send, Server, outcome};

#[tokio::test]
async fn what_nobody_foresaw_is_hidden() {
    let server = Server::start().await;

    let answer = server.query("{ hello unforeseen }").await;

    assert_eq!(answer.outcome(), outcome(200, "INTERNAL_ERROR"));
    assert_eq!(answer.message(), "something went wrong");
    assert_eq!(
        answer.json()["data"],
        json!({"hello": "hello0", "unforeseen": null})
    );
    assert_eq!(answer.json()["errors"][0]["path"], json!(["unforeseen"]));
    assert!(!answer.text.contains("secret_rate"));
}

#[tokio::test]
async fn no_answer_has_more_than_ten_errors() {
    let server = Server::start().await;

    let answer = server.query("{ manyUnforeseen }").await;

    assert_eq!(answer.json()["errors"].as_array().unwrap().len(), 10);
}

#[tokio::test]
async fn a_refusal_of_the_only_field_tells_by_its_status_that_nothing_ran() {
    let server = Server::start().await;

    let forbidden = server.query("{ forbidden }").await;
    let in_progress = server.query("mutation { inProgress }").await;
    let beside_others = server.query("{ hello forbidden }").await;

    assert_eq!(forbidden.outcome(), outcome(403, "FORBIDDEN"));
    assert!(forbidden.json().get("data").is_none());
    assert_eq!(in_progress.outcome(), outcome(409, "REQUEST_IN_PROGRESS"));
    assert_eq!(in_progress.header("retry-after"), "1");
    assert_eq!(beside_others.outcome(), outcome(200, "FORBIDDEN"));
    assert_eq!(beside_others.json()["data"]["hello"], "hello0");
}

#[tokio::test]
async fn an_argument_that_cannot_be_read_is_the_callers_to_mend() {
    let server = Server::start().await;

    let answer = server.query("{ hello(l: [1, \"x\"]) }").await;

    assert_eq!(answer.outcome(), outcome(400, "GRAPHQL_VALIDATION_FAILED"));
}

#[tokio::test]
async fn a_panic_is_caught_and_the_next_request_answered() {
    let server = Server::start().await;

    let answer = server.query("{ panics }").await;

    assert_eq!(answer.outcome(), outcome(500, "INTERNAL_ERROR"));
    assert_eq!(answer.message(), "something went wrong");
    assert!(!answer.text.contains("index"), "{}", answer.text);
    assert_eq!(server.query("{ hello }").await.status, 200);
    let numbers = server.get("/metrics").answer().await.text;
    assert!(numbers.contains("rapport_panics_total"), "{numbers}");
}

#[tokio::test]
async fn an_operation_that_takes_too_long_is_ended() {
    let server = Server::with(|settings| settings.execution_timeout = Duration::from_millis(20)).await;

    let answer = server.query("{ waits }").await;

    assert_eq!(answer.outcome(), outcome(503, "SERVICE_UNAVAILABLE"));
    assert_eq!(answer.header("retry-after"), "1");
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_replaced_by_an_error() {
    let server = Server::start().await;

    let within = server.query("{ big(bytes: 5000000) }").await;
    let above = server.query("{ big(bytes: 5300000) }").await;

    assert_eq!(within.status, 200);
    assert_eq!(above.outcome(), outcome(400, "QUERY_TOO_COMPLEX"));
}
