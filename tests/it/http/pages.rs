use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use api::http::{HttpSettings, Readiness, Site, SiteError};
use serde_json::{Value, json};

use super::{
    server::{Send, Server, outcome},
    toy::Toy,
};

#[tokio::test]
async fn readiness_follows_the_service_and_health_does_not() {
    let server = Server::start().await;
    *server.state.readiness.lock().unwrap() = Readiness::NotReady("the database is away".to_owned());

    let ready = server.get("/readyz").answer().await;
    let health = server.get("/healthz").answer().await;

    assert_eq!(ready.status, 503);
    assert_eq!(ready.json()["detail"], "the database is away");
    assert_eq!(ready.header("retry-after"), "1");
    assert_eq!(health.json(), json!({"status": "ok"}));
}

#[tokio::test]
async fn the_schema_and_the_keys_are_sent_once_to_those_who_keep_them() {
    let server = Server::start().await;

    for (path, part) in [
        ("/schema.graphql", "type Query"),
        ("/.well-known/jwks.json", "keys"),
    ] {
        let first = server.get(path).answer().await;
        let again = server
            .get(path)
            .header("if-none-match", first.header("etag"))
            .answer()
            .await;
        assert!(first.text.contains(part));
        assert_eq!(first.header("cache-control"), "public, max-age=300");
        assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""));
    }
}

#[tokio::test]
async fn the_numbers_can_be_read_and_switched_off() {
    let server = Server::start().await;
    let without = Server::with(|settings| settings.metrics = false).await;
    server.query("{ hello }").await;
    server.query("{").await;

    let numbers = server.get("/metrics").answer().await.text;

    for part in [
        "rapport_http_requests_total{route=\"/graphql\",class=\"2xx\"}",
        "rapport_http_request_duration_seconds_bucket{route=\"/graphql\",le=",
        "rapport_http_requests_in_flight",
        "rapport_graphql_cost_points_bucket",
        "rapport_graphql_refusals_total{code=\"GRAPHQL_PARSE_FAILED\"}",
        "rapport_http_connections ",
    ] {
        assert!(numbers.contains(part), "{part} is not in\n{numbers}");
    }
    assert_eq!(without.get("/metrics").answer().await.status, 404);
}

#[tokio::test]
async fn where_nothing_is_a_problem_is_told() {
    let server = Server::start().await;

    let nothing = server.get("/nothing").answer().await;
    let wrong_method = reqwest::Client::new().post(server.url("/healthz")).answer().await;

    assert_eq!(nothing.status, 404);
    assert_eq!(nothing.header("content-type"), "application/problem+json");
    assert_eq!(nothing.json()["type"], "urn:rapport:problem:NOT_FOUND");
    assert_eq!(wrong_method.status, 405);
    assert_eq!(wrong_method.header("allow"), "GET,HEAD");
}

#[tokio::test]
async fn every_answer_is_kept_by_nobody_and_taken_for_nothing_else() {
    let server = Server::start().await;

    for answer in [
        server.query("{ hello }").await,
        server.query("{").await,
        server.get("/nothing").answer().await,
    ] {
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("default-src 'none'")
        );
        assert!(!answer.header("x-api-version").is_empty());
    }
}

#[tokio::test]
async fn only_pages_of_known_origins_may_call() {
    let server = Server::with(|settings| settings.origins = vec!["https://app.example.com".to_owned()]).await;
    let preflight = async |origin: &str| {
        let request = reqwest::Client::new()
            .request(reqwest::Method::OPTIONS, server.url("/graphql"))
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization,content-type");
        request.answer().await
    };

    let known = preflight("https://app.example.com").await;
    let stranger = preflight("https://evil.example.com").await;
    let null = preflight("null").await;

    assert_eq!(
        known.header("access-control-allow-origin"),
        "https://app.example.com"
    );
    assert_eq!(known.header("access-control-max-age"), "600");
    assert!(
        known
            .header("access-control-allow-headers")
            .contains("authorization")
    );
    assert_eq!(known.header("access-control-allow-credentials"), "");
    assert!(known.header("vary").contains("origin"));
    assert_eq!(stranger.header("access-control-allow-origin"), "");
    assert_eq!(null.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn without_known_origins_no_page_may_call() {
    let server = Server::start().await;

    let answer = server
        .post(&json!({"query": "{ hello }"}))
        .header("origin", "https://app.example.com")
        .answer()
        .await;

    assert_eq!(answer.header("access-control-allow-origin"), "");
}

#[test]
fn settings_that_cannot_be_meant_are_refused() {
    let with = |change: fn(&mut HttpSettings)| {
        let mut settings = HttpSettings::default();
        change(&mut settings);
        Site::new(Toy::new(), settings, None).unwrap_err()
    };

    for error in [
        with(|settings| settings.origins = vec!["*".to_owned()]),
        with(|settings| settings.origins = vec!["null".to_owned()]),
        with(|settings| settings.origins = vec!["https://*.example.com".to_owned()]),
        with(|settings| settings.origins = vec!["https://example.com/".to_owned()]),
    ] {
        assert!(matches!(error, SiteError::Origin(_)), "{error}");
    }
    assert!(matches!(
        with(|settings| settings.proxies = vec!["lan".to_owned()]),
        SiteError::Proxy(_)
    ));
}

#[tokio::test]
async fn large_answers_are_compressed_for_those_who_accept_it() {
    let server = Server::start().await;
    let plain = Server::with(|settings| settings.compression = false).await;
    let ask = async |server: &Server, bytes: u32| {
        let body = json!({"query": format!("{{ big(bytes: {bytes}) }}")});
        server
            .post(&body)
            .header("accept-encoding", "gzip")
            .send()
            .await
            .unwrap()
    };

    let large = ask(&server, 100_000).await;
    let small = ask(&server, 10).await;
    let never = ask(&plain, 100_000).await;

    assert_eq!(large.headers()["content-encoding"], "gzip");
    assert!(large.bytes().await.unwrap().len() < 10_000);
    assert!(small.headers().get("content-encoding").is_none());
    assert!(never.headers().get("content-encoding").is_none());
}

/// Collects what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn one_line_a_request_is_logged_without_anything_secret() {
    let log = Log::default();
    let writer = log.clone();
    // With one subscriber alone, tracing asks only the thread at hand whether anyone listens, and remembers a no.
    let _listening = tracing::Dispatch::new(tracing_subscriber::registry());
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_writer(move || writer.clone())
        .finish();
    let _logging = tracing::subscriber::set_default(subscriber);
    let server = Server::start().await;
    let body = json!({
        "query": "mutation Note($text: String!) { note(text: $text) }",
        "variables": {"text": "variable-secret"},
    });

    server
        .post(&body)
        .header("x-request-id", "r1")
        .header("idempotency-key", "key-secret")
        .answer()
        .await;

    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let requests: Vec<&Value> = lines
        .iter()
        .filter(|line| line["fields"]["message"] == "request")
        .collect();
    assert_eq!(requests.len(), 1);
    let fields = &requests[0]["fields"];
    assert_eq!(fields["request.id"], "r1");
    assert_eq!(fields["operation"], "Note");
    assert_eq!(fields["cost"], 10);
    assert_eq!(fields["status"], 200);
    assert_eq!(fields["user.id"], "00000000-0000-0000-0000-000000000001");
    assert_eq!(fields["agency.id"], "00000000-0000-0000-0000-000000000065");
    assert!(fields["ms"].is_u64());
    assert_eq!(fields["document"].as_str().unwrap().len(), 16);
    assert!(!text.contains("secret"), "{text}");
    assert!(!text.contains("Bearer"), "{text}");
}

#[tokio::test]
async fn names_of_operations_that_are_too_long_are_cut_in_the_log_and_still_answered() {
    let server = Server::start().await;

    let answer = server
        .query(&format!("query {} {{ hello }}", "A".repeat(10_000)))
        .await;

    assert_eq!(answer.status, 200);
    assert_eq!(answer.outcome(), outcome(200, "none"));
}
