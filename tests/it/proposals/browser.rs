//! A browser without scripts, and the pages that it is shown.

use std::net::SocketAddr;

use reqwest::{Client, Response, StatusCode, header, redirect::Policy};

use super::ground::Office;

/// A browser that follows no redirect by itself.
pub(crate) struct Browser {
    pub(crate) client: Client,
    pub(crate) address: SocketAddr,
}

/// A page that was shown.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: header::HeaderMap,
    pub(crate) html: String,
}

impl Browser {
    pub(crate) async fn at(office: &mut Office) -> Self {
        let address = office.serve(|_| {}).await;
        let client = Client::builder()
            .no_proxy()
            .redirect(Policy::none())
            .build()
            .expect("a client");
        Self { client, address }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) async fn look(&self, token: &str) -> Page {
        let request = self
            .client
            .get(self.url(&format!("/p/{token}")))
            .header("user-agent", "Lynx/2.9");
        Page::of(request.send().await.expect("an answer")).await
    }

    /// Sends a form: its fields as they stand in it.
    pub(crate) async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send_with(path, fields, &[]).await
    }

    pub(crate) async fn send_with(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&'static str, &str)],
    ) -> Page {
        let encoded: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", percent(name), percent(value)))
            .collect();
        let mut request = self
            .client
            .post(self.url(path))
            .header("user-agent", "Lynx/2.9")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(encoded.join("&"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Page::of(request.send().await.expect("an answer")).await
    }
}

impl Page {
    pub(crate) async fn of(response: Response) -> Self {
        Self {
            status: response.status(),
            headers: response.headers().clone(),
            html: response.text().await.expect("a text"),
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("a text"))
    }

    #[track_caller]
    pub(crate) fn shows(&self, parts: &[&str]) {
        for part in parts {
            assert!(self.html.contains(part), "{part} is not in\n{}", self.html);
        }
    }

    #[track_caller]
    pub(crate) fn hides(&self, parts: &[&str]) {
        for part in parts {
            assert!(!self.html.contains(part), "{part} is in\n{}", self.html);
        }
    }
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// What the field of the group of packages is called, on this page.
pub(crate) fn group_of(page: &Page) -> String {
    let (_, rest) = page.html.split_once("name=\"option-opg_").expect("a group");
    format!("option-opg_{}", rest.split('"').next().expect("an id"))
}
