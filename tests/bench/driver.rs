//! A driver of load: so many connections, each asking again as soon as it is answered.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Asks one server.
pub(crate) struct Driver {
    /// The bearer token.
    pub(crate) token: String,
    /// Connections that ask at once.
    pub(crate) connections: usize,
}

/// What was seen.
#[derive(Default)]
pub(crate) struct Seen {
    times: Vec<Duration>,
    span: Duration,
}

impl Seen {
    /// Answers a second.
    pub(crate) fn per_second(&self) -> f64 {
        f64::from(u32::try_from(self.times.len()).unwrap_or(u32::MAX)) / self.span.as_secs_f64()
    }

    /// The time of the middle answer, in milliseconds.
    pub(crate) fn median(&self) -> f64 {
        let mut times = self.times.clone();
        times.sort_unstable();
        times
            .get(times.len() / 2)
            .map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    }
}

impl Driver {
    /// Asks for a while, each connection with one of the bodies; every answer has to be 200 and to hold `expects`.
    pub(crate) async fn run(
        &self,
        address: SocketAddr,
        path: &str,
        bodies: &[String],
        span: Duration,
        expects: &str,
    ) -> Seen {
        let request = |body: &String| {
            format!(
                "POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                self.token,
                body.len()
            )
        };
        let requests: Vec<String> = bodies.iter().map(request).collect();
        let begin = Instant::now();
        let asked = requests.iter().cycle().take(self.connections);
        let asked = asked.map(|request| connection(address, request.as_bytes(), begin + span, expects));
        let times = join_all(asked).await.into_iter().flatten().collect();
        Seen {
            times,
            span: begin.elapsed(),
        }
    }
}

async fn connection(address: SocketAddr, request: &[u8], until: Instant, expects: &str) -> Vec<Duration> {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.set_nodelay(true).expect("no delay");
    let (mut times, mut buffer) = (vec![], Vec::with_capacity(64 * 1024));
    while Instant::now() < until {
        let asked = Instant::now();
        stream.write_all(request).await.expect("a request that is taken");
        let answer = answer(&mut stream, &mut buffer).await;
        times.push(asked.elapsed());
        let text = String::from_utf8_lossy(answer);
        assert!(
            text.contains("200 OK") && text.contains(expects) && !text.contains("\"errors\":[{"),
            "{text}"
        );
    }
    times
}

/// Reads one answer with a known length.
async fn answer<'b>(stream: &mut TcpStream, buffer: &'b mut Vec<u8>) -> &'b [u8] {
    buffer.clear();
    loop {
        let read = stream.read_buf(buffer).await.expect("an answer");
        assert!(read > 0, "the server closed the connection");
        let Some(head) = buffer.windows(4).position(|part| part == b"\r\n\r\n") else {
            continue;
        };
        let headers = String::from_utf8_lossy(buffer.get(..head).unwrap_or_default()).to_lowercase();
        let length = headers
            .lines()
            .find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
        let length = length.expect("an answer of known length");
        while buffer.len() < head + 4 + length {
            assert!(
                stream.read_buf(buffer).await.expect("an answer") > 0,
                "the server closed the connection"
            );
        }
        return buffer;
    }
}
