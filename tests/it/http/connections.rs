use std::time::Duration;

use tokio::io::AsyncReadExt;

use super::server::{Server, rest, write};

const HEAD: &str =
    "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: Bearer one\r\n";
const QUERY: &str = r#"{"query":"{ hello }"}"#;

/// Short enough for a test to wait for it, long enough for a loaded machine not to be cut by mistake.
const SHORT: Duration = Duration::from_millis(300);

fn whole() -> String {
    format!("{HEAD}content-length: {}\r\n\r\n{QUERY}", QUERY.len())
}

/// Reads one answer with a body of known length.
async fn one_answer(stream: &mut tokio::net::TcpStream) -> String {
    let mut text = String::new();
    while !text.contains("\"restoreRate\":300}}}") {
        let mut part = [0; 4096];
        let count = stream.read(&mut part).await.unwrap();
        assert!(count > 0, "closed after {text}");
        text.push_str(std::str::from_utf8(&part[..count]).unwrap());
    }
    text
}

#[tokio::test]
async fn a_silent_connection_is_closed() {
    let server = Server::with(|settings| settings.connections.header_timeout = SHORT).await;
    let mut stream = server.connect().await;

    assert_eq!(rest(&mut stream).await, "");
}

#[tokio::test]
async fn headers_that_trickle_are_cut_off() {
    let server = Server::with(|settings| settings.connections.header_timeout = SHORT).await;
    let mut stream = server.connect().await;
    let began = std::time::Instant::now();

    let mut taken = 0;
    for byte in HEAD.bytes().chain(std::iter::repeat(b'x')) {
        if !write(&mut stream, &[byte]).await {
            break;
        }
        taken += 1;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    assert!(taken < 1_000, "{taken}");
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn a_body_that_trickles_is_refused() {
    let server = Server::with(|settings| settings.body_timeout = SHORT).await;
    let mut stream = server.connect().await;

    write(
        &mut stream,
        format!("{HEAD}connection: close\r\ncontent-length: 100\r\n\r\n{{").as_bytes(),
    )
    .await;

    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(answer.contains("the body did not arrive in time"), "{answer}");
}

#[tokio::test]
async fn a_body_of_300_megabytes_is_refused_early() {
    let server = Server::start().await;
    let mut stream = server.connect().await;
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));

    write(
        &mut stream,
        format!("{HEAD}transfer-encoding: chunked\r\n\r\n").as_bytes(),
    )
    .await;
    let mut taken = 0;
    while taken < 300 * 1024 * 1024 && write(&mut stream, chunk.as_bytes()).await {
        taken += chunk.len();
    }

    assert!(taken < 64 * 1024 * 1024, "{taken}");
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("PAYLOAD_TOO_LARGE"), "{answer}");
}

#[tokio::test]
async fn a_body_announced_as_300_megabytes_is_not_even_asked_for() {
    let server = Server::start().await;
    let mut stream = server.connect().await;

    write(
        &mut stream,
        format!("{HEAD}expect: 100-continue\r\ncontent-length: 314572800\r\n\r\n").as_bytes(),
    )
    .await;

    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

#[tokio::test]
async fn a_connection_serves_many_requests_and_is_closed_when_idle() {
    let server = Server::with(|settings| {
        settings.connections.header_timeout = Duration::from_secs(20);
        settings.connections.idle_timeout = SHORT;
    })
    .await;
    let mut stream = server.connect().await;

    for _ in 0..3 {
        write(&mut stream, whole().as_bytes()).await;
        assert!(one_answer(&mut stream).await.starts_with("HTTP/1.1 200"));
    }

    assert_eq!(rest(&mut stream).await, "");
}

#[tokio::test]
async fn headers_of_a_later_request_have_no_more_time_than_those_of_the_first() {
    let server = Server::with(|settings| {
        settings.connections.header_timeout = SHORT;
        settings.connections.idle_timeout = Duration::from_hours(1);
    })
    .await;
    let mut stream = server.connect().await;
    write(&mut stream, whole().as_bytes()).await;
    one_answer(&mut stream).await;

    write(&mut stream, b"POST /gr").await;

    assert_eq!(rest(&mut stream).await, "");
}

#[tokio::test]
async fn too_many_or_too_long_headers_are_refused() {
    let server = Server::start().await;
    let many = "x-one: 1\r\n".repeat(70);
    let long = format!("x-long: {}\r\n", "x".repeat(17 * 1024));

    for headers in [many, long] {
        let mut stream = server.connect().await;
        write(
            &mut stream,
            format!("GET /healthz HTTP/1.1\r\nhost: x\r\n{headers}\r\n").as_bytes(),
        )
        .await;
        assert!(rest(&mut stream).await.starts_with("HTTP/1.1 431"));
    }
}

#[tokio::test]
async fn a_connection_too_many_is_turned_away_until_another_ends() {
    let server = Server::with(|settings| settings.connections.per_address = 1).await;
    let mut first = server.connect().await;
    write(&mut first, whole().as_bytes()).await;
    one_answer(&mut first).await;

    let mut second = server.connect().await;
    assert!(rest(&mut second).await.starts_with("HTTP/1.1 503"));
    drop(first);

    // The server notices the end of the first in its own time.
    loop {
        let mut third = server.connect().await;
        write(
            &mut third,
            format!(
                "{HEAD}connection: close\r\ncontent-length: {}\r\n\r\n{QUERY}",
                QUERY.len()
            )
            .as_bytes(),
        )
        .await;
        if rest(&mut third).await.starts_with("HTTP/1.1 200") {
            break;
        }
    }
}

#[tokio::test]
async fn a_client_that_does_not_read_is_cut_off() {
    let server = Server::with(|settings| settings.connections.write_timeout = SHORT).await;
    let mut stream = server.connect().await;
    let query = r#"{"query":"{ big(bytes: 5000000) }"}"#;
    let request = format!("{HEAD}content-length: {}\r\n\r\n{query}", query.len());

    // Enough answers to fill every buffer between the two.
    write(&mut stream, request.repeat(8).as_bytes()).await;
    let began = std::time::Instant::now();
    while write(&mut stream, b" ").await && began.elapsed() < Duration::from_secs(20) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    let received = rest(&mut stream).await;
    assert!(received.len() < 40_000_000, "{}", received.len());
}
