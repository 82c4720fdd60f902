//! GraphiQL, the page on which people try the API. It is compiled in and asks no other host for anything.
//!
//! Its source is `api/graphiql`; `npm run build` there writes the files that are included here.

use axum::{
    Router,
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use data_encoding::HEXLOWER;

const PAGE: &str = include_str!("../../assets/graphiql/index.html");

// Monaco sets styles on elements and adds style sheets while it runs: 'unsafe-inline' is for styles only.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; \
    style-src 'self' 'unsafe-inline'; font-src data:; img-src 'self' data:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Who is expected at the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// People who try the demo agency: the sign-in offers its accounts.
    Demo,
    /// People who build on an agency of their own: the sign-in asks for an account.
    Development,
}

/// The page at `/`, and below `/graphiql/` the files that it asks for.
pub fn routes<S>(audience: Audience) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let page = match audience {
        Audience::Demo => PAGE.replace(r#"data-demo="false""#, r#"data-demo="true""#),
        Audience::Development => PAGE.to_owned(),
    };
    let router = Router::new().route("/", get(move || async move { (shared_headers(), Html(page)) }));
    ASSETS.iter().fold(router, |router, asset| {
        router.route(
            asset.path,
            get(move |headers: HeaderMap| async move { asset.answer(&headers) }),
        )
    })
}

/// A file of the page, compressed when it was built.
struct Asset {
    path: &'static str,
    media_type: &'static str,
    gzip: &'static [u8],
}

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

static ASSETS: [Asset; 6] = [
    Asset {
        path: "/graphiql/graphiql.js",
        media_type: JAVASCRIPT,
        gzip: include_bytes!("../../assets/graphiql/graphiql.js.gz"),
    },
    Asset {
        path: "/graphiql/graphiql.css",
        media_type: CSS,
        gzip: include_bytes!("../../assets/graphiql/graphiql.css.gz"),
    },
    Asset {
        path: "/graphiql/editor.worker.js",
        media_type: JAVASCRIPT,
        gzip: include_bytes!("../../assets/graphiql/editor.worker.js.gz"),
    },
    Asset {
        path: "/graphiql/graphql.worker.js",
        media_type: JAVASCRIPT,
        gzip: include_bytes!("../../assets/graphiql/graphql.worker.js.gz"),
    },
    Asset {
        path: "/graphiql/json.worker.js",
        media_type: JAVASCRIPT,
        gzip: include_bytes!("../../assets/graphiql/json.worker.js.gz"),
    },
    Asset {
        path: "/graphiql/licences.txt",
        media_type: TEXT,
        gzip: include_bytes!("../../assets/graphiql/licences.txt.gz"),
    },
];

impl Asset {
    fn answer(&self, request: &HeaderMap) -> Response {
        let tag = self.entity_tag();
        if is_known(request, &tag) {
            return (StatusCode::NOT_MODIFIED, shared_headers(), [(header::ETAG, tag)]).into_response();
        }
        let about = [
            (header::CONTENT_TYPE, self.media_type),
            (header::CONTENT_ENCODING, "gzip"),
        ];
        (shared_headers(), about, [(header::ETAG, tag)], self.gzip).into_response()
    }

    /// Gzip ends with the checksum and the length of what it holds, which is all that a tag has to tell apart.
    fn entity_tag(&self) -> String {
        let (_, trailer) = self.gzip.split_at(self.gzip.len().saturating_sub(8));
        format!("\"{}\"", HEXLOWER.encode(trailer))
    }
}

/// Whether the browser has the file with this tag already.
fn is_known(request: &HeaderMap, tag: &str) -> bool {
    request
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

fn shared_headers() -> [(HeaderName, &'static str); 5] {
    [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        // The names of the files stay the same from one release to the next: ask each time.
        (header::CACHE_CONTROL, "no-cache"),
    ]
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;

    async fn fetch(audience: Audience, path: &str, known: Option<&str>) -> Response {
        let mut request = Request::get(path);
        if let Some(known) = known {
            request = request.header(header::IF_NONE_MATCH, known);
        }
        let request = request.body(Body::empty()).expect("a request");
        routes(audience).oneshot(request).await.expect("an answer")
    }

    async fn text(response: Response) -> String {
        let bytes = response.into_body().collect().await.expect("a body").to_bytes();
        String::from_utf8(bytes.to_vec()).expect("UTF-8")
    }

    fn header_of<'a>(response: &'a Response, name: &str) -> &'a str {
        response
            .headers()
            .get(name)
            .map_or("", |value| value.to_str().expect("ASCII"))
    }

    #[tokio::test]
    async fn the_page_offers_demo_accounts_in_a_demo_only() {
        let demo = text(fetch(Audience::Demo, "/", None).await).await;
        let development = text(fetch(Audience::Development, "/", None).await).await;

        assert!(demo.contains(r#"data-demo="true""#), "{demo}");
        assert!(development.contains(r#"data-demo="false""#), "{development}");
    }

    #[tokio::test]
    async fn every_file_that_the_page_names_is_served() {
        let page = text(fetch(Audience::Development, "/", None).await).await;
        let named: Vec<_> = page
            .split('"')
            .filter(|part| part.starts_with("/graphiql/"))
            .collect();

        assert_eq!(named, ["/graphiql/graphiql.css", "/graphiql/graphiql.js"]);
        for path in named {
            assert_eq!(
                fetch(Audience::Development, path, None).await.status(),
                StatusCode::OK,
                "{path}"
            );
        }
    }

    #[tokio::test]
    async fn the_page_may_run_its_own_scripts_only() {
        let response = fetch(Audience::Demo, "/", None).await;
        let policy = header_of(&response, "content-security-policy").to_owned();
        let page = text(response).await;

        assert!(
            policy.contains("default-src 'none'; script-src 'self';"),
            "{policy}"
        );
        assert!(!policy.contains("http"), "another host is allowed: {policy}");
        assert_eq!(
            page.matches("<script").count(),
            page.matches(r#"<script type="module" src="/graphiql/"#).count()
        );
    }

    #[tokio::test]
    async fn files_are_sent_as_they_were_compressed() {
        for asset in &ASSETS {
            let response = fetch(Audience::Demo, asset.path, None).await;

            assert_eq!(header_of(&response, "content-encoding"), "gzip", "{}", asset.path);
            assert_eq!(
                header_of(&response, "content-type"),
                asset.media_type,
                "{}",
                asset.path
            );
            let body = response.into_body().collect().await.expect("a body").to_bytes();
            assert_eq!(body[..2], [0x1f, 0x8b], "{} is not gzip", asset.path);
        }
    }

    #[tokio::test]
    async fn a_file_that_the_browser_has_is_not_sent_again() {
        let path = "/graphiql/graphiql.js";
        let first = fetch(Audience::Demo, path, None).await;
        let tag = header_of(&first, "etag").to_owned();

        let unchanged = fetch(Audience::Demo, path, Some(&format!("\"old\", W/{tag}"))).await;
        let changed = fetch(Audience::Demo, path, Some("\"old\"")).await;

        assert_eq!(unchanged.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(header_of(&unchanged, "etag"), tag);
        assert_eq!(changed.status(), StatusCode::OK);
        assert!(
            unchanged
                .into_body()
                .collect()
                .await
                .expect("a body")
                .to_bytes()
                .is_empty()
        );
    }

    #[test]
    fn every_built_file_is_served() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/graphiql");
        let built = std::fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name());

        for file in built.filter(|file| file != "index.html") {
            let path = format!("/graphiql/{}", file.to_string_lossy().trim_end_matches(".gz"));
            assert!(ASSETS.iter().any(|asset| asset.path == path), "{path}");
        }
    }

    #[test]
    fn no_two_files_share_a_tag() {
        let tags: std::collections::HashSet<_> = ASSETS.iter().map(Asset::entity_tag).collect();

        assert_eq!(tags.len(), ASSETS.len());
    }
}
