//! What the edge does around files that arrive.

use std::time::Duration;

use reqwest::{Body, Method};

use super::server::{Send, Server, rest, write};

/// Short enough for a test to wait for it.
const SHORT: Duration = Duration::from_millis(300);

fn put(server: &Server, name: &str, body: impl Into<Body>) -> reqwest::RequestBuilder {
    reqwest::Client::new()
        .put(server.url(&format!("/files/{name}")))
        .body(body)
}

#[tokio::test]
async fn a_file_needs_no_token_and_may_be_larger_than_a_request_to_the_graph() {
    let server = Server::with(|settings| settings.body_bytes = 10).await;

    let sent = put(&server, "awaited", vec![7; 1_000]).answer().await;

    assert_eq!(sent.status, 204);
    assert_eq!(*server.state.received.lock().unwrap(), vec![7; 1_000]);
}

#[tokio::test]
async fn a_file_that_does_not_say_how_large_it_is_is_cut_off() {
    let server = Server::start().await;
    let mut stream = server.connect().await;
    let part = format!("190\r\n{}\r\n", "7".repeat(400));

    let head = "PUT /files/awaited HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    write(&mut stream, format!("{head}{}", part.repeat(3)).as_bytes()).await;

    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(
        answer.contains("urn:rapport:problem:PAYLOAD_TOO_LARGE"),
        "{answer}"
    );
    assert!(server.state.received.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_file_that_trickles_is_refused() {
    let server = Server::with(|settings| settings.uploads.timeout = SHORT).await;
    let mut stream = server.connect().await;

    write(
        &mut stream,
        b"PUT /files/awaited HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n%PDF",
    )
    .await;

    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert!(answer.contains("the body did not arrive in time"), "{answer}");
}

#[tokio::test]
async fn as_many_files_arrive_at_once_as_there_are_places() {
    let server = Server::with(|settings| settings.uploads.per_agency = 1).await;
    let mut stream = server.connect().await;
    write(
        &mut stream,
        b"PUT /files/awaited HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n%PDF",
    )
    .await;
    let second = async || put(&server, "awaited", "%PDF").answer().await;

    let mut busy = second().await;
    for _ in 0..100 {
        if busy.status == 429 {
            break;
        }
        busy = second().await;
    }
    let query = server.query("{ hello }").await;

    assert_eq!(busy.status, 429);
    assert_eq!(busy.json()["detail"], "too many of your requests are running");
    assert_eq!(busy.header("retry-after"), "1");
    assert_eq!(query.status, 200, "what is asked meanwhile is answered");
}

#[tokio::test]
async fn a_link_that_does_not_work_and_a_file_that_is_not_there_are_told_alike() {
    let server = Server::start().await;

    let link = put(&server, "nothing", "%PDF").answer().await;
    let file = server
        .get("/files/nothing")
        .header("authorization", "Bearer one")
        .answer()
        .await;

    for answer in [link, file] {
        assert_eq!(answer.status, 404);
        assert_eq!(answer.json()["type"], "urn:rapport:problem:NOT_FOUND");
    }
}

#[tokio::test]
async fn pages_of_known_origins_may_send_files() {
    let server = Server::with(|settings| settings.origins = vec!["https://app.example.com".to_owned()]).await;

    let asked = reqwest::Client::new()
        .request(Method::OPTIONS, server.url("/files/awaited"))
        .header("origin", "https://app.example.com")
        .header("access-control-request-method", "PUT");
    let allowed = asked.answer().await;
    let sent = put(&server, "awaited", "%PDF")
        .header("origin", "https://app.example.com")
        .answer()
        .await;

    assert!(allowed.header("access-control-allow-methods").contains("PUT"));
    assert_eq!(
        sent.header("access-control-allow-origin"),
        "https://app.example.com"
    );
}
