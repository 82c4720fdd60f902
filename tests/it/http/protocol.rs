use serde_json::json;

use super::server::{Send, Server, outcome};

const GRAPHQL: &str = "application/graphql-response+json; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";

#[tokio::test]
async fn a_query_is_answered_in_the_media_type_that_was_asked_for() {
    let server = Server::start().await;
    let body = json!({"query": "{ hello }"});

    let newer = server.post(&body).answer().await;
    let older = server
        .post(&body)
        .header("accept", "application/json")
        .answer()
        .await;

    assert_eq!(
        (newer.status.as_u16(), newer.header("content-type")),
        (200, GRAPHQL)
    );
    assert_eq!(newer.json()["data"], json!({"hello": "hello0"}));
    assert_eq!(older.header("content-type"), GRAPHQL, "the first of equals");
    let request = reqwest::Client::new()
        .post(server.url("/graphql"))
        .json(&json!({"query": "{ __typename }"}));
    assert_eq!(request.answer().await.header("content-type"), JSON);
}

#[tokio::test]
async fn what_cannot_be_accepted_is_told_in_json() {
    let server = Server::start().await;

    let answer = server
        .get("/graphql?query=%7B__typename%7D")
        .header("accept", "text/html")
        .answer()
        .await;

    assert_eq!(answer.outcome(), outcome(406, "NOT_ACCEPTABLE"));
    assert_eq!(answer.header("content-type"), JSON);
}

#[tokio::test]
async fn what_is_wrong_with_a_document_is_a_400_or_for_older_clients_a_200() {
    let server = Server::start().await;
    let older = async |body: serde_json::Value| {
        let request = reqwest::Client::new().post(server.url("/graphql")).json(&body);
        request
            .header("authorization", "Bearer one")
            .answer()
            .await
            .outcome()
    };
    let coercion = json!({"query": "query($id: ID!) { __typename }", "variables": {"id": null}});

    for (body, code) in [
        (json!({"query": "{"}), "GRAPHQL_PARSE_FAILED"),
        (json!({"query": "{ nothing }"}), "GRAPHQL_VALIDATION_FAILED"),
        (coercion, "BAD_USER_INPUT"),
    ] {
        let answer = server.post(&body).answer().await;
        assert_eq!(answer.outcome(), outcome(400, code));
        assert!(answer.json().get("data").is_none());
        assert_eq!(older(body).await, outcome(200, code));
    }
}

#[tokio::test]
async fn every_error_names_its_request() {
    let server = Server::start().await;

    let answer = server
        .post(&json!({"query": "{"}))
        .header("x-request-id", "mine-7")
        .answer()
        .await;
    let odd = server
        .post(&json!({"query": "{"}))
        .header("x-request-id", "a b")
        .answer()
        .await;

    assert_eq!(answer.json()["errors"][0]["extensions"]["requestId"], "mine-7");
    assert_eq!(answer.header("x-request-id"), "mine-7");
    assert_eq!(odd.header("x-request-id").len(), 24);
}

#[tokio::test]
async fn a_query_may_be_sent_by_get() {
    let server = Server::start().await;
    let path = "/graphql?query=query%20A(%24l%3A[Int])%7Bhello(l%3A%24l)%7D&operationName=A&variables=%7B%22l%22%3A[1,2]%7D";

    let answer = server
        .get(path)
        .header("authorization", "Bearer one")
        .answer()
        .await;

    assert_eq!(answer.json()["data"], json!({"hello": "hello2"}));
}

#[tokio::test]
async fn a_mutation_by_get_is_refused_and_not_run() {
    let server = Server::start().await;
    let path = "/graphql?query=mutation%7Bnote(text%3A%22a%22)%7D";

    let answer = server
        .get(path)
        .header("authorization", "Bearer one")
        .answer()
        .await;

    assert_eq!(answer.outcome(), outcome(405, "METHOD_NOT_ALLOWED"));
    assert_eq!(answer.header("allow"), "POST");
    assert_eq!(server.state.notes.load(std::sync::atomic::Ordering::SeqCst), 0);
}

#[tokio::test]
async fn other_methods_are_refused() {
    let server = Server::start().await;

    let answer = reqwest::Client::new().put(server.url("/graphql")).answer().await;

    assert_eq!(answer.outcome(), outcome(405, "METHOD_NOT_ALLOWED"));
    assert_eq!(answer.header("allow"), "GET, POST");
}

#[tokio::test]
async fn bodies_that_a_page_of_anyone_may_send_are_refused_and_not_run() {
    let server = Server::start().await;
    let mutation = r#"{"query":"mutation { note(text: \"a\") }"}"#;

    for kind in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("application/json; charset=utf-16"),
        Some("application/json; charset=iso-8859-1"),
    ] {
        let answer = server.send(kind, mutation).await;
        assert_eq!(
            answer.outcome(),
            outcome(415, "UNSUPPORTED_MEDIA_TYPE"),
            "{kind:?}"
        );
    }
    assert_eq!(server.state.notes.load(std::sync::atomic::Ordering::SeqCst), 0);
}

#[tokio::test]
async fn compressed_bodies_are_refused() {
    let server = Server::start().await;

    let answer = server
        .post(&json!({"query": "{ hello }"}))
        .header("content-encoding", "gzip")
        .answer()
        .await;

    assert_eq!(answer.outcome(), outcome(415, "UNSUPPORTED_MEDIA_TYPE"));
}

#[tokio::test]
async fn bodies_that_are_no_request_are_refused_in_json() {
    let server = Server::start().await;

    for body in [
        "",
        "{ \"not a JSON",
        "\u{feff}{\"query\":\"{ hello }\"}",
        "[{\"query\":\"{ hello }\"}]",
        "{\"query\":\"{ hello }\",\"query\":\"{ me { id } }\"}",
        "{\"query\":\"{ hello }\",\"variables\":[]}",
        "{\"query\":\"{ hello }\",\"operationName\":\"Other\"}",
        "{}",
    ] {
        let answer = server.send(Some("application/json"), body).await;
        assert_eq!(answer.outcome(), outcome(400, "BAD_REQUEST"), "{body}");
    }
    let not_utf8 = server
        .send(Some("application/json"), vec![b'{', 0xFF, b'}'])
        .await;
    assert_eq!(not_utf8.outcome(), outcome(400, "BAD_REQUEST"));
}

#[tokio::test]
async fn persisted_queries_are_declined_in_the_words_that_clients_know() {
    let server = Server::start().await;

    let answer = server
        .post(&json!({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "00"}}}))
        .answer()
        .await;

    assert_eq!(answer.outcome(), outcome(400, "PERSISTED_QUERY_NOT_SUPPORTED"));
    assert_eq!(answer.message(), "PersistedQueryNotSupported");
}

#[tokio::test]
async fn one_of_several_operations_is_run_by_its_name() {
    let server = Server::start().await;
    let query = "query A { hello } query B { me { id } }";

    let named = server
        .post(&json!({"query": query, "operationName": "B"}))
        .answer()
        .await;
    let unnamed = server.post(&json!({"query": query})).answer().await;

    assert_eq!(named.json()["data"], json!({"me": {"id": "1"}}));
    assert_eq!(unnamed.outcome(), outcome(400, "BAD_REQUEST"));
}

#[tokio::test]
async fn variables_are_coerced_before_anything_runs() {
    let server = Server::start().await;
    let query = "mutation($text: String!, $list: [Int]) { note(text: \"first\") again: note(text: $text) }";
    let greet = "query($g: Greeting!) { greet(greeting: $g) }";

    let missing = server.post(&json!({"query": query})).answer().await;
    let unknown = server
        .post(&json!({"query": greet, "variables": {"g": {"name": "A", "moood": "WILD"}}}))
        .answer()
        .await;
    let single = server
        .post(&json!({"query": greet, "variables": {"g": {"name": "A", "mood": "WILD", "more": {"name": "B"}}}}))
        .answer()
        .await;

    assert_eq!(missing.outcome(), outcome(400, "BAD_USER_INPUT"));
    assert_eq!(
        unknown.message(),
        "the variable $g has no field moood in Greeting"
    );
    assert_eq!(single.json()["data"], json!({"greet": "A!1"}));
    assert_eq!(server.state.notes.load(std::sync::atomic::Ordering::SeqCst), 0);
}
