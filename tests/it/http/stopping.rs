use std::time::Duration;

use serde_json::json;

use super::server::{Send, Server, rest, write};

#[tokio::test]
async fn whoever_was_let_in_is_answered_before_the_server_ends() {
    let mut server = Server::start().await;
    let request = tokio::spawn(server.post(&json!({"query": "{ waits }"})).send());
    server.until_waiting(1).await;

    server.tell_to_stop();
    server.release(1);

    assert_eq!(request.await.unwrap().unwrap().status(), 200);
    server.ended().await;
}

#[tokio::test]
async fn a_server_that_stops_says_so_while_it_still_accepts() {
    let mut server = Server::with(|settings| settings.connections.drain = Duration::from_hours(1)).await;
    assert_eq!(server.get("/readyz").answer().await.status, 200);

    server.tell_to_stop();

    loop {
        let readiness = server.get("/readyz").answer().await;
        if readiness.status == 503 {
            assert_eq!(readiness.header("content-type"), "application/problem+json");
            break;
        }
    }
    assert_eq!(server.get("/healthz").answer().await.status, 200);
    assert_eq!(server.query("{ hello }").await.status, 200);
    server.tell_to_stop_now();
    server.ended().await;
}

#[tokio::test]
async fn idle_connections_do_not_keep_a_server_from_ending() {
    let mut server = Server::start().await;
    let mut idle = server.connect().await;
    write(&mut idle, b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let mut first = [0; 12];
    tokio::io::AsyncReadExt::read_exact(&mut idle, &mut first)
        .await
        .unwrap();

    server.tell_to_stop();

    server.ended().await;
    rest(&mut idle).await;
}

#[tokio::test]
async fn a_request_that_does_not_end_is_given_up_after_a_while() {
    let mut server =
        Server::with(|settings| settings.connections.stop_timeout = Duration::from_millis(50)).await;
    let request = tokio::spawn(server.post(&json!({"query": "{ waits }"})).send());
    server.until_waiting(1).await;

    server.tell_to_stop();

    server.ended().await;
    assert!(request.await.unwrap().is_err());
}

#[tokio::test]
async fn being_told_twice_means_now() {
    let mut server = Server::with(|settings| settings.connections.drain = Duration::from_hours(1)).await;
    let request = tokio::spawn(server.post(&json!({"query": "{ waits }"})).send());
    server.until_waiting(1).await;

    server.tell_to_stop();
    server.tell_to_stop_now();

    server.ended().await;
    assert!(request.await.unwrap().is_err());
}
