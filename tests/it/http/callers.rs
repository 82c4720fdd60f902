use api::http::{BudgetState, Load};
use entity::agency::Locale;
use serde_json::json;

use super::server::{Send, Server, outcome};

#[tokio::test]
async fn without_a_token_only_the_open_fields_are_answered() {
    let server = Server::start().await;
    let ask = async |query: &str| server.anonymous(&json!({ "query": query })).answer().await;

    for query in [
        "{ __typename }",
        "{ __schema { queryType { name } } }",
        "mutation { signIn(email: \"a\") }",
    ] {
        assert_eq!(ask(query).await.status, 200, "{query}");
    }
    for query in [
        "{ hello }",
        "{ __typename hello }",
        "{ ...F } fragment F on Query { me { id } }",
        "mutation { note(text: \"a\") }",
    ] {
        let answer = ask(query).await;
        assert_eq!(answer.outcome(), outcome(401, "UNAUTHENTICATED"), "{query}");
        assert_eq!(
            answer.json()["errors"][0]["extensions"]["reason"],
            "TOKEN_MISSING"
        );
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    assert!(server.state.metas.lock().unwrap().len() == 3);
}

#[tokio::test]
async fn a_field_that_does_not_exist_is_a_fault_of_the_document_for_everyone() {
    let server = Server::start().await;

    let answer = server.anonymous(&json!({"query": "{ nothing }"})).answer().await;

    assert_eq!(answer.outcome(), outcome(400, "GRAPHQL_VALIDATION_FAILED"));
}

#[tokio::test]
async fn a_bad_token_is_refused_whatever_is_asked() {
    let server = Server::start().await;

    for (token, reason) in [
        ("Bearer expired", "TOKEN_EXPIRED"),
        ("Bearer x", "TOKEN_INVALID"),
        ("Basic one", "TOKEN_INVALID"),
    ] {
        let request = server
            .anonymous(&json!({"query": "{ __typename }"}))
            .header("authorization", token);
        let answer = request.answer().await;
        assert_eq!(answer.outcome(), outcome(401, "UNAUTHENTICATED"));
        assert_eq!(answer.json()["errors"][0]["extensions"]["reason"], reason);
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
    }
}

#[tokio::test]
async fn when_tokens_cannot_be_checked_the_caller_is_told_to_come_back() {
    let server = Server::start().await;

    let request = server
        .anonymous(&json!({"query": "{ hello }"}))
        .header("authorization", "Bearer unknown");
    let answer = request.answer().await;

    assert_eq!(answer.outcome(), outcome(503, "SERVICE_UNAVAILABLE"));
    assert_eq!(answer.header("retry-after"), "1");
    assert_eq!(answer.json()["errors"][0]["extensions"]["retryable"], true);
}

#[tokio::test]
async fn the_cost_and_what_is_left_are_told_with_every_answer() {
    let server = Server::start().await;

    let answer = server.query("{ people(first: 98) { nodes { id } } }").await;

    let cost = &answer.json()["extensions"]["cost"];
    assert_eq!(
        *cost,
        json!({"requested": 100, "maximum": 20_000, "remaining": 19_900, "restoreRate": 300})
    );
    assert_eq!(answer.header("ratelimit-policy"), "\"default\";q=20000;w=67");
    assert_eq!(answer.header("ratelimit"), "\"default\";r=19900;t=1");
}

#[tokio::test]
async fn a_budget_that_is_used_up_is_told_and_others_have_theirs() {
    let server = Server::with(|settings| {
        settings.budget.points = 100;
        settings.budget.restore_per_second = 1;
    })
    .await;
    let body = json!({"query": "{ people(first: 58) { nodes { id } } }"});
    assert_eq!(server.post(&body).answer().await.status, 200);

    let refused = server.post(&body).answer().await;
    let other = server
        .anonymous(&body)
        .header("authorization", "Bearer two")
        .answer()
        .await;

    assert_eq!(refused.outcome(), outcome(429, "RATE_LIMITED"));
    assert_eq!(refused.header("retry-after"), "20");
    assert_eq!(refused.json()["errors"][0]["extensions"]["retryAfter"], 20);
    assert_eq!(refused.json()["extensions"]["cost"]["remaining"], 40);
    assert_eq!(other.status, 200);
}

#[tokio::test]
async fn a_budget_can_be_switched_off() {
    let server = Server::with(|settings| {
        settings.budget.points = 1;
        settings.budget.enabled = false;
    })
    .await;

    let answer = server.query("{ people(first: 98) { nodes { id } } }").await;

    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("ratelimit"), "");
}

#[tokio::test]
async fn the_service_is_told_what_the_edge_knows() {
    let server = Server::with(|settings| settings.proxies = vec!["127.0.0.0/8".to_owned()]).await;

    let request = server
        .post(&json!({"query": "mutation Note { note(text: \"a\") }"}))
        .header("idempotency-key", "k1")
        .header("accept-language", "fa, en;q=0.5")
        .header("x-request-id", "r1")
        .header("x-forwarded-for", "198.51.100.9, 203.0.113.7");
    request.answer().await;

    let metas = server.state.metas.lock().unwrap();
    let meta = &metas[0];
    assert_eq!(meta.idempotency_key.as_deref(), Some("k1"));
    assert_eq!(meta.locale, Locale::Fa);
    assert_eq!(meta.request_id.as_str(), "r1");
    assert_eq!(meta.origin.address.to_string(), "203.0.113.7");
    assert_eq!(meta.operation_name.as_deref(), Some("Note"));
    assert_eq!(meta.cost, 10);
    let BudgetState {
        limit,
        remaining,
        restore_rate,
    } = meta.budget;
    assert_eq!((limit, remaining, restore_rate), (20_000, 19_990, 300));
}

#[tokio::test]
async fn the_header_with_an_idempotency_key_is_for_one_mutation() {
    let server = Server::start().await;
    let two = json!({"query": "mutation { note(text: \"a\") b: note(text: \"b\") }"});

    let refused = server.post(&two).header("idempotency-key", "k1").answer().await;
    let too_long = server
        .post(&json!({"query": "mutation { note(text: \"a\") }"}))
        .header("idempotency-key", "k".repeat(256))
        .answer()
        .await;

    assert_eq!(refused.outcome(), outcome(400, "BAD_REQUEST"));
    assert_eq!(too_long.outcome(), outcome(400, "BAD_REQUEST"));
}

#[tokio::test]
async fn one_agency_cannot_take_the_places_of_another() {
    let server = Server::with(|settings| settings.load.per_agency = 1).await;
    let waits = json!({"query": "{ waits }"});
    let first = tokio::spawn(server.post(&waits).send());
    server.until_waiting(1).await;

    let refused = server.query("{ hello }").await;
    let other = server
        .anonymous(&json!({"query": "{ hello }"}))
        .header("authorization", "Bearer two")
        .answer()
        .await;

    assert_eq!(refused.outcome(), outcome(429, "RATE_LIMITED"));
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(other.status, 200);
    server.release(1);
    assert_eq!(first.await.unwrap().unwrap().status(), 200);
}

#[tokio::test]
async fn when_everything_is_taken_the_next_is_told_to_come_back() {
    let server = Server::with(|settings| {
        settings.load = Load {
            in_flight_per_core: 1,
            queue: 0,
            per_agency: 0,
            ..Load::default()
        };
    })
    .await;
    let cores = std::thread::available_parallelism().unwrap().get();
    let waits = json!({"query": "{ waits }"});
    let taken: Vec<_> = (0..cores)
        .map(|_| tokio::spawn(server.post(&waits).send()))
        .collect();
    server.until_waiting(cores).await;

    let refused = server.query("{ hello }").await;
    let health = server.get("/healthz").answer().await;

    assert_eq!(refused.outcome(), outcome(503, "SERVICE_UNAVAILABLE"));
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(health.status, 200);
    server.release(cores);
    for request in taken {
        assert_eq!(request.await.unwrap().unwrap().status(), 200);
    }
}
