//! The edge around the small service, on a port of its own, and those who talk to it.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use api::http::{HttpSettings, Site, serve};
use reqwest::{
    Client, RequestBuilder, StatusCode,
    header::{HeaderMap, HeaderName, HeaderValue},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};

use super::toy::{State, Toy};

/// Longer than anything here takes; whoever waits so long has failed.
const FOREVER: Duration = Duration::from_secs(30);

pub(super) struct Server {
    pub address: SocketAddr,
    pub state: Arc<State>,
    client: Client,
    stop: Option<oneshot::Sender<()>>,
    now: Option<oneshot::Sender<()>>,
    task: JoinHandle<io::Result<()>>,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Server {
    pub(super) async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// A server whose settings are those of the documentation but for what `change` changes.
    pub(super) async fn with(change: impl FnOnce(&mut HttpSettings)) -> Self {
        let mut settings = HttpSettings::default();
        settings.connections.drain = Duration::ZERO;
        change(&mut settings);
        let toy = Toy::new();
        let state = Arc::clone(&toy.state);
        let site = Site::new(toy, settings, None).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let (now, at_once) = oneshot::channel();
        let task = tokio::spawn(serve(site, listener, told(stopped), told(at_once)));
        Self {
            address,
            state,
            client: Client::builder().no_proxy().build().unwrap(),
            stop: Some(stop),
            now: Some(now),
            task,
        }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(super) fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(self.url(path))
    }

    /// A POST of JSON to `/graphql`, by someone signed in who accepts the newer media type.
    pub(super) fn post(&self, body: &Value) -> RequestBuilder {
        self.anonymous(body).header("authorization", "Bearer one")
    }

    /// The same by nobody.
    pub(super) fn anonymous(&self, body: &Value) -> RequestBuilder {
        self.client
            .post(self.url("/graphql"))
            .header("accept", "application/graphql-response+json")
            .json(body)
    }

    pub(super) async fn query(&self, text: &str) -> Answer {
        self.post(&json!({ "query": text })).answer().await
    }

    /// Bytes of a body to `/graphql`, with a content type or none.
    pub(super) async fn send(&self, content_type: Option<&str>, body: impl Into<reqwest::Body>) -> Answer {
        let mut request = self
            .client
            .post(self.url("/graphql"))
            .header("authorization", "Bearer one")
            .header("accept", "application/graphql-response+json")
            .body(body);
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        request.answer().await
    }

    pub(super) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Waits until so many fields are held back.
    pub(super) async fn until_waiting(&self, count: usize) {
        let reached = async {
            while self.state.waiting.load(std::sync::atomic::Ordering::SeqCst) < count {
                tokio::task::yield_now().await;
            }
        };
        timeout(FOREVER, reached).await.unwrap();
    }

    /// Lets so many held fields go.
    pub(super) fn release(&self, count: usize) {
        self.state.gate.add_permits(count);
    }

    pub(super) fn tell_to_stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    pub(super) fn tell_to_stop_now(&mut self) {
        self.now.take().unwrap().send(()).unwrap();
    }

    /// Waits until the server has ended.
    pub(super) async fn ended(&mut self) {
        timeout(FOREVER, &mut self.task).await.unwrap().unwrap().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn told(receiver: oneshot::Receiver<()>) {
    if receiver.await.is_err() {
        std::future::pending::<()>().await;
    }
}

pub(super) trait Send {
    /// Sends a request and reads all that comes back.
    async fn answer(self) -> Answer;
}

impl Send for RequestBuilder {
    async fn answer(self) -> Answer {
        let response = timeout(FOREVER, self.send()).await.unwrap().unwrap();
        Answer {
            status: response.status(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        }
    }
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The first error's code.
    pub(super) fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"]
            .as_str()
            .unwrap_or("none")
            .to_owned()
    }

    /// The first error's message.
    pub(super) fn message(&self) -> String {
        self.json()["errors"][0]["message"]
            .as_str()
            .unwrap_or("none")
            .to_owned()
    }

    pub(super) fn header(&self, name: &'static str) -> &str {
        static NONE: HeaderValue = HeaderValue::from_static("");
        let value = self.headers.get(HeaderName::from_static(name)).unwrap_or(&NONE);
        value.to_str().unwrap()
    }

    /// Status and code, which say most of it.
    pub(super) fn outcome(&self) -> (u16, String) {
        (self.status.as_u16(), self.code())
    }
}

/// A status and a code to compare with.
pub(super) fn outcome(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

/// Writes bytes, and tells whether the other end still took them.
pub(super) async fn write(stream: &mut TcpStream, bytes: &[u8]) -> bool {
    stream.write_all(bytes).await.is_ok()
}

/// Everything that still comes, until the other end closes.
pub(super) async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    let all = async {
        while let Ok(count @ 1..) = stream.read(&mut part).await {
            bytes.extend_from_slice(&part[..count]);
        }
    };
    timeout(FOREVER, all).await.unwrap();
    String::from_utf8(bytes).unwrap()
}
