//! What is not GraphQL: the schema's text, the public keys, health and numbers.

use std::sync::{Arc, atomic::Ordering};

use async_graphql::Value;
use axum::{
    body::Body,
    extract::{Extension, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde_json::json;

use crate::{
    graphql::refusal::Refusal,
    http::{
        Edge,
        answer::{add_headers, status_of},
        edge::Call,
        media::Media,
        request_id::RequestId,
        service::{Readiness, Service},
    },
};

const PLAIN: &str = "text/plain; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";
const FIVE_MINUTES: &str = "public, max-age=300";

/// Whether the process lives.
pub(super) async fn health() -> Response {
    page(JSON, Bytes::from_static(br#"{"status":"ok"}"#))
}

/// Whether requests can be answered.
pub(super) async fn readiness<S: Service>(
    State(edge): State<Arc<Edge<S>>>,
    Extension(call): Extension<Call>,
) -> Response {
    let readiness = if edge.draining.load(Ordering::Relaxed) {
        Readiness::NotReady("the service is stopping".to_owned())
    } else {
        edge.service.ready().await
    };
    match readiness {
        Readiness::Ready => page(JSON, Bytes::from_static(br#"{"status":"ready"}"#)),
        Readiness::NotReady(reason) => {
            let mut response = problem(
                StatusCode::SERVICE_UNAVAILABLE,
                "SERVICE_UNAVAILABLE",
                &reason,
                &call.id,
            );
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            response
        }
    }
}

/// The schema's text.
pub(super) async fn schema<S: Service>(
    State(edge): State<Arc<Edge<S>>>,
    Extension(call): Extension<Call>,
    headers: HeaderMap,
) -> Response {
    if !edge.settings.introspection {
        return not_found(&call.id);
    }
    tagged(PLAIN, edge.sdl.clone(), &edge.sdl_tag, &headers)
}

/// The public keys of access tokens.
pub(super) async fn jwks<S: Service>(State(edge): State<Arc<Edge<S>>>, headers: HeaderMap) -> Response {
    let jwks = edge.service.jwks().await;
    tagged(JSON, jwks.json, &jwks.etag, &headers)
}

/// The numbers, for Prometheus.
pub(super) async fn numbers<S: Service>(
    State(edge): State<Arc<Edge<S>>>,
    Extension(call): Extension<Call>,
) -> Response {
    match &edge.numbers {
        Some(handle) if edge.settings.metrics => {
            handle.run_upkeep();
            page("text/plain; version=0.0.4; charset=utf-8", handle.render().into())
        }
        Some(_) | None => not_found(&call.id),
    }
}

/// Nothing is here.
pub(super) async fn nothing(Extension(call): Extension<Call>) -> Response {
    not_found(&call.id)
}

/// Something is here, but not for this method.
pub(super) async fn wrong_method(Extension(call): Extension<Call>) -> Response {
    problem(
        StatusCode::METHOD_NOT_ALLOWED,
        "METHOD_NOT_ALLOWED",
        "this is read with GET",
        &call.id,
    )
}

/// A problem as RFC 9457 writes it.
pub(super) fn problem(status: StatusCode, code: &str, detail: &str, id: &RequestId) -> Response {
    let body = json!({
        "type": format!("urn:rapport:problem:{code}"),
        "title": status.canonical_reason(),
        "status": status.as_u16(),
        "detail": detail,
        "requestId": id.as_str(),
    });
    let mut response = page("application/problem+json", body.to_string().into());
    *response.status_mut() = status;
    response
}

/// What was not done, as a problem.
pub(super) fn refused(refusal: &Refusal, id: &RequestId) -> Response {
    let status = status_of(refusal.code, Media::GraphqlResponse);
    let mut response = problem(status, refusal.code.as_str(), &refusal.message.to_string(), id);
    let wait = refusal.details.iter().find(|(name, _)| *name == "retryAfter");
    let wait = wait.and_then(|(_, seconds)| match seconds {
        Value::Number(seconds) => seconds.as_u64(),
        _ => None,
    });
    add_headers(response.headers_mut(), refusal.code, wait);
    response
}

/// The answer to whoever asks for what is not there, or not for them.
pub(super) fn not_found(id: &RequestId) -> Response {
    problem(StatusCode::NOT_FOUND, "NOT_FOUND", "there is nothing here", id)
}

fn page(kind: &'static str, body: Bytes) -> Response {
    let mut response = Response::new(Body::from(body));
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// A page that need not be sent again to those who have it.
fn tagged(kind: &'static str, body: Bytes, tag: &str, request: &HeaderMap) -> Response {
    let Ok(tag) = HeaderValue::try_from(format!("\"{tag}\"")) else {
        return page(kind, body);
    };
    let mut response = if is_known(request, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        page(kind, body)
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, tag);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(FIVE_MINUTES));
    response
}

/// Whether the caller has what this tag stands for.
pub(super) fn is_known(request: &HeaderMap, tag: &HeaderValue) -> bool {
    request.get_all(header::IF_NONE_MATCH).iter().any(|known| {
        known.to_str().is_ok_and(|known| {
            known
                .split(',')
                .any(|known| known.trim().trim_start_matches("W/") == tag)
        })
    })
}
