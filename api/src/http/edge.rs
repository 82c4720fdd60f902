//! What surrounds every request: its name, its line in the log, its numbers, and a net for panics.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use entity::agency::Locale;
use futures_util::FutureExt;

use crate::{
    graphql::refusal::{Code, Refusal},
    http::{
        Edge,
        answer::{Answer, something_went_wrong},
        language,
        media::Media,
        pages::problem,
        request_id::{self, RequestId},
        server::Peer,
        service::{CallerKeys, Origin, Service},
        telemetry,
    },
};

/// What is known of a request before it is looked at.
#[derive(Debug, Clone)]
pub struct Call {
    /// Its name.
    pub id: RequestId,
    /// Where it comes from.
    pub origin: Origin,
}

/// What a request turned out to be, for its line in the log.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// Who asked.
    pub caller: Option<CallerKeys>,
    /// The operation's name.
    pub operation: Option<String>,
    /// The beginning of the document's hash.
    pub document: Option<String>,
    /// The cost.
    pub cost: Option<u64>,
    /// Why nothing was run, if it was so.
    pub code: Option<Code>,
}

const VERSION: HeaderName = HeaderName::from_static("x-api-version");

/// Headers that every answer has unless it set them itself.
const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (VERSION, HeaderValue::from_static(env!("CARGO_PKG_VERSION"))),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
    ),
];

/// Runs the rest of the router on a request.
pub(super) async fn surround<S: Service>(
    State(edge): State<Arc<Edge<S>>>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let _in_flight = telemetry::InFlight::begin();
    let id = RequestId::of(request.headers());
    let Some(Peer(peer)) = request.extensions().get().copied() else {
        // Only the server of this module runs the router, and it always tells.
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let origin = edge.proxies.origin(peer.ip(), request.headers());
    let route = route(&request);
    let method = request.method().clone();
    let media = Media::negotiate(request.headers()).unwrap_or(Media::Json);
    let locale = language::asked(request.headers()).unwrap_or(Locale::En);
    request.extensions_mut().insert(Call {
        id: id.clone(),
        origin,
    });
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    let mut response = answered.unwrap_or_else(|_| {
        telemetry::panicked();
        tracing::error!(request.id = %id, route, "a request ended in a panic");
        after_panic(route, media, locale, &id)
    });
    dress(&mut response, &id);
    let elapsed = began.elapsed();
    telemetry::answered(route, response.status(), elapsed);
    let facts = response.extensions_mut().remove::<Facts>().unwrap_or_default();
    let keys = facts.caller;
    tracing::info!(
        request.id = %id,
        method = %method,
        route,
        status = response.status().as_u16(),
        code = facts.code.map(Code::as_str),
        agency.id = keys.and_then(|keys| keys.agency).map(tracing::field::display),
        user.id = keys.map(|keys| tracing::field::display(keys.user)),
        operation = facts.operation,
        document = facts.document,
        cost = facts.cost,
        from = %origin.prefix,
        ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
        "request"
    );
    response
}

/// The route's pattern, of which there are few, instead of the path, of which there are any number.
fn route(request: &Request) -> &'static str {
    match request.extensions().get::<MatchedPath>().map(MatchedPath::as_str) {
        Some("/graphql") => "/graphql",
        Some("/schema.graphql") => "/schema.graphql",
        Some("/healthz") => "/healthz",
        Some("/readyz") => "/readyz",
        Some("/metrics") => "/metrics",
        Some("/files/{name}") => "/files",
        Some("/.well-known/jwks.json") => "/.well-known/jwks.json",
        Some(_) => "page",
        None => "none",
    }
}

fn after_panic(route: &str, media: Media, locale: Locale, id: &RequestId) -> Response {
    if route != "/graphql" {
        return problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            Code::InternalError.as_str(),
            &something_went_wrong().to_string(),
            id,
        );
    }
    telemetry::refused(Code::InternalError);
    Answer::refused(Refusal::new(Code::InternalError, something_went_wrong())).write(
        media,
        usize::MAX,
        id,
        locale,
    )
}

fn dress(response: &mut Response, id: &RequestId) {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(value);
    }
    if let Some(id) = id.header() {
        headers.insert(request_id::HEADER, id);
    }
}
