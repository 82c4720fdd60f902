mod download;
mod receipt;
mod refused;
mod upload;

use reqwest::{Method, StatusCode, header::HeaderMap};
use serde_json::{Value as Json, json};
use tests::{Account, Reply, Server, Visitor};

/// A small document.
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

/// What came back of a request that is not to the graph.
struct Came {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Came {
    /// The last word of the problem's type, and what it says in detail.
    fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json");
        let json: Json = serde_json::from_slice(&self.bytes).expect("a problem");
        assert_eq!(json["status"], self.status.as_u16());
        let kind = json["type"].as_str().expect("a type");
        let code = kind.strip_prefix("urn:rapport:problem:").expect("a code");
        format!(
            "{} {code}: {}",
            self.status.as_u16(),
            json["detail"].as_str().expect("a sentence")
        )
    }

    fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).map(|value| value.to_str());
        value.transpose().expect("text").unwrap_or_default()
    }
}

/// So many bytes that begin as a picture does; no two pieces of them are the same.
fn png(length: usize) -> Vec<u8> {
    let numbers = (0_u32..).flat_map(u32::to_be_bytes);
    b"\x89PNG\r\n\x1a\n"
        .iter()
        .copied()
        .chain(numbers)
        .take(length)
        .collect()
}

/// Runs one mutation.
async fn write(visitor: &Visitor<'_>, field: &str, input: Json, selection: &str) -> Reply {
    let ty = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
    let document = format!(
        "mutation($input: {ty}!) {{ payload: {field}(input: $input) {{ {selection} errors {{ code message path }} }} }}"
    );
    visitor.ask(&document, json!({ "input": input })).await
}

/// Announces a file, and gives its id and where its contents go.
async fn announced(visitor: &Visitor<'_>, name: &str) -> (String, String) {
    let input = json!({ "name": name });
    let reply = write(visitor, "fileUploadCreate", input, "file { id } uploadUrl")
        .await
        .good();
    (reply.text("/payload/file/id"), reply.text("/payload/uploadUrl"))
}

/// Sends contents to an address, without a token.
async fn put(server: &Server, url: &str, contents: impl Into<reqwest::Body>) -> Came {
    came(server.request(Method::PUT, url).body(contents)).await
}

/// Asks for a file.
async fn get(server: &Server, account: &Account, id: &str) -> Came {
    let request = server.request(Method::GET, &format!("/files/{id}"));
    came(request.bearer_auth(&account.token)).await
}

async fn came(request: reqwest::RequestBuilder) -> Came {
    let response = request.send().await.expect("an answer");
    Came {
        status: response.status(),
        headers: response.headers().clone(),
        bytes: response.bytes().await.expect("a whole body").to_vec(),
    }
}

/// Uploads a file, and gives its id.
async fn stored(server: &Server, account: &Account, name: &str, contents: &[u8]) -> String {
    let (id, url) = announced(&server.visitor(account), name).await;
    let sent = put(server, &url, contents.to_vec()).await;
    assert_eq!(sent.status, 204, "{}", String::from_utf8_lossy(&sent.bytes));
    id
}
