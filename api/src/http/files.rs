//! Files that arrive and files that are given back. Who sends one needs its link and no token; who wants one needs a token.

use std::{fmt::Write as _, sync::Arc, time::Instant};

use axum::{
    body::Body,
    extract::{Extension, Path, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use tokio::time::timeout;

use crate::{
    graphql::refusal::{Code, Refusal},
    http::{
        Edge,
        admission::{Busy, ShareKey},
        answer::{code_of, something_went_wrong},
        body,
        budget::{BudgetKey, Exhausted},
        edge::{Call, Facts},
        pages::{self, is_known, not_found, problem},
        refusals::{busy, unauthenticated, unavailable},
        request_id::RequestId,
        service::{CallerKeys, Download, Service},
        telemetry,
    },
    kernel::{error::Error, pieces::Received},
};

/// What sending a file costs, in points, and what fetching one does.
const SEND: u64 = 20;
const FETCH: u64 = 20;

/// Nothing in a file may be run or loaded, whatever opens it.
const SANDBOX: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'");

/// Why there is no file, or none was kept.
enum Failure {
    /// The edge does not let it through.
    Refused(Refusal),
    /// There is none, for this caller.
    Nothing,
    /// The agency has no room for it.
    Full,
    /// The service failed.
    Broken(Error),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Takes the contents of a file that was announced.
pub(super) async fn take<S: Service>(
    State(edge): State<Arc<Edge<S>>>,
    Extension(call): Extension<Call>,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    let mut facts = Facts::default();
    let mut response = match taken(&edge, &call, &token, request, &mut facts).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(failure) => failed(failure, &call.id, &mut facts),
    };
    response.extensions_mut().insert(facts);
    response
}

async fn taken<S: Service>(
    edge: &Edge<S>,
    call: &Call,
    token: &str,
    request: Request,
    facts: &mut Facts,
) -> Result<(), Failure> {
    if edge.admission.is_full() || edge.uploads.is_full() {
        return Err(busy(Busy::Everyone).into());
    }
    charge(edge, BudgetKey::Anonymous(call.origin.prefix), SEND)?;
    let awaited = edge.service.awaited(token, call).await;
    let awaited = awaited.map_err(Failure::Broken)?.ok_or(Failure::Nothing)?;
    facts.caller = Some(awaited.keys);
    let share = share(awaited.keys);
    // Bytes that arrive are in memory: those who send them have places of their own, and of no other agency.
    let _place = edge.uploads.enter(share).await.map_err(busy)?;
    let (head, body) = request.into_parts();
    let span = edge.settings.uploads.timeout;
    let pieces = body::pieces(&head.headers, body, awaited.most, span).await?;
    let _admitted = edge.admission.enter(share).await.map_err(busy)?;
    let received = timeout(edge.settings.execution_timeout, (awaited.receive)(pieces))
        .await
        .map_err(|_elapsed| unavailable(say!("the file took too long")))?;
    match received.map_err(Failure::Broken)? {
        Received::Stored => Ok(()),
        Received::Used => Err(Failure::Nothing),
        Received::Full => Err(Failure::Full),
        Received::WrongKind => Err(Refusal::new(
            Code::UnsupportedMediaType,
            say!("the file is none of these: PDF, PNG, JPEG, WebP, GIF, HEIC"),
        )
        .into()),
    }
}

/// Gives a file to somebody who may see it.
pub(super) async fn give<S: Service>(
    State(edge): State<Arc<Edge<S>>>,
    Extension(call): Extension<Call>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let mut facts = Facts::default();
    let mut response = match given(&edge, &call, &id, &headers, &mut facts).await {
        Ok(response) => response,
        Err(failure) => failed(failure, &call.id, &mut facts),
    };
    response.extensions_mut().insert(facts);
    response
}

async fn given<S: Service>(
    edge: &Edge<S>,
    call: &Call,
    id: &str,
    headers: &HeaderMap,
    facts: &mut Facts,
) -> Result<Response, Failure> {
    if edge.admission.is_full() {
        return Err(busy(Busy::Everyone).into());
    }
    let authorization = headers.get(header::AUTHORIZATION);
    let caller = edge.service.identify(authorization, &call.origin).await;
    let Some(caller) = caller.map_err(unauthenticated)? else {
        let refusal = Refusal::new(Code::Unauthenticated, say!("sign in first"));
        return Err(refusal.with("reason", "TOKEN_MISSING").into());
    };
    let keys = edge.service.keys(&caller);
    facts.caller = Some(keys);
    charge(edge, BudgetKey::User(keys.user), FETCH)?;
    let _admitted = edge.admission.enter(share(keys)).await.map_err(busy)?;
    let find = edge.service.download(caller, id, call);
    let found = timeout(edge.settings.execution_timeout, find)
        .await
        .map_err(|_elapsed| unavailable(say!("the file took too long")))?;
    let download = found.map_err(Failure::Broken)?.ok_or(Failure::Nothing)?;
    Ok(sent(download, headers))
}

/// The file as an attachment, or word that the caller has it already.
fn sent(download: Download, request: &HeaderMap) -> Response {
    let Download {
        name,
        media_type,
        bytes,
        sha256,
        contents,
    } = download;
    let text = |text: String| HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""));
    let tag = text(format!("\"{sha256}\""));
    let mut response = if is_known(request, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(Body::from_stream(contents));
        let about = response.headers_mut();
        about.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
        about.insert(header::CONTENT_TYPE, text(media_type));
        about.insert(header::CONTENT_DISPOSITION, text(attachment(&name)));
        response
    };
    let about = response.headers_mut();
    about.insert(header::ETAG, tag);
    about.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    about.insert(header::CONTENT_SECURITY_POLICY, SANDBOX);
    response
}

/// Says that what follows is to be saved, and under which name, as RFC 6266 and RFC 8187 write it.
fn attachment(name: &str) -> String {
    let mut text = "attachment; filename*=UTF-8''".to_owned();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

fn charge<S: Service>(edge: &Edge<S>, key: BudgetKey, points: u64) -> Result<(), Refusal> {
    match edge.budgets.spend(key, points, Instant::now()) {
        Ok(_) => Ok(()),
        Err(Exhausted {
            retry_after,
            state: _,
        }) => {
            let refusal = Refusal::new(Code::RateLimited, say!("the budget is used up for now"));
            Err(refusal.with("retryAfter", retry_after))
        }
    }
}

fn share(keys: CallerKeys) -> ShareKey {
    keys.agency.map_or(ShareKey::User(keys.user), ShareKey::Agency)
}

fn failed(failure: Failure, id: &RequestId, facts: &mut Facts) -> Response {
    match failure {
        Failure::Refused(refusal) => refused(&refusal, id, facts),
        Failure::Nothing => not_found(id),
        Failure::Full => problem(
            StatusCode::CONFLICT,
            "LIMIT_REACHED",
            "the agency has no room for this file",
            id,
        ),
        Failure::Broken(error) => {
            let error = error.into_server_error(async_graphql::Pos::default());
            let refusal = if code_of(&error) == Some(Code::ServiceUnavailable) {
                unavailable(say!("the server cannot do this at the moment"))
            } else {
                Refusal::new(Code::InternalError, something_went_wrong())
            };
            refused(&refusal, id, facts)
        }
    }
}

fn refused(refusal: &Refusal, id: &RequestId, facts: &mut Facts) -> Response {
    telemetry::refused(refusal.code);
    facts.code = Some(refusal.code);
    pages::refused(refusal, id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_so_that_nothing_in_them_is_a_sign() {
        for (name, written) in [
            ("taxi.pdf", "taxi.pdf"),
            ("a b\"; x=\\é.pdf", "a%20b%22%3B%20x%3D%5C%C3%A9.pdf"),
            ("50%'*.pdf", "50%25%27%2A.pdf"),
            ("رسید.pdf", "%D8%B1%D8%B3%DB%8C%D8%AF.pdf"),
        ] {
            assert_eq!(
                attachment(name),
                format!("attachment; filename*=UTF-8''{written}")
            );
        }
    }
}
