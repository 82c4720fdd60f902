//! Pages that are served beside the graph: what holds for requests of nobody holds for them as well. Load, budget, body and time are
//! bounded before a page is asked for.

use std::{sync::Arc, time::Instant};

use axum::{
    body::Body,
    extract::{Extension, Request, State},
    http::{HeaderMap, HeaderName, Method, header},
    middleware::Next,
    response::Response,
};
use tokio::time::timeout;

use crate::{
    graphql::refusal::{Code, Refusal},
    http::{
        Edge,
        admission::ShareKey,
        body,
        budget::{BudgetKey, Exhausted},
        edge::Call,
        media::{FORM, check_body},
        pages::refused,
        refusals::{busy, unavailable},
        service::Service,
    },
};

/// What looking at a page costs, in points, and what sending a form does.
const LOOK: u64 = 5;
const SEND: u64 = 20;
/// How a browser says which site a request comes from.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Lets a request through to its page.
pub(super) async fn guard<S: Service>(
    State(edge): State<Arc<Edge<S>>>,
    Extension(call): Extension<Call>,
    request: Request,
    next: Next,
) -> Response {
    match passed(&edge, &call, request, next).await {
        Ok(response) => response,
        Err(refusal) => refused(&refusal, &call.id),
    }
}

async fn passed<S: Service>(
    edge: &Edge<S>,
    call: &Call,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    if edge.admission.is_full() {
        return Err(busy(crate::http::admission::Busy::Everyone));
    }
    let is_look = matches!(*request.method(), Method::GET | Method::HEAD);
    let key = BudgetKey::Anonymous(call.origin.prefix);
    let cost = if is_look { LOOK } else { SEND };
    if let Err(Exhausted {
        retry_after,
        state: _,
    }) = edge.budgets.spend(key, cost, Instant::now())
    {
        let refusal = Refusal::new(Code::RateLimited, say!("the budget is used up for now"));
        return Err(refusal.with("retryAfter", retry_after));
    }
    let request = if is_look {
        request
    } else {
        let (head, body) = request.into_parts();
        check_body(&head.headers, FORM)?;
        is_of_this_site(&head.headers)?;
        let bytes = body::collect(&head.headers, body, &edge.settings).await?;
        Request::from_parts(head, Body::from(bytes))
    };
    let share = ShareKey::Anonymous(call.origin.prefix);
    let _admitted = edge.admission.enter(share).await.map_err(busy)?;
    timeout(edge.settings.execution_timeout, next.run(request))
        .await
        .map_err(|_elapsed| unavailable(say!("the page took too long")))
}

/// Refuses forms that a page of another site sends. A page that tells nobody where it is sends the origin `null`: then the browser's
/// own word counts, where it gives one.
fn is_of_this_site(headers: &HeaderMap) -> Result<(), Refusal> {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(&header::HOST);
    let is_own = match headers.get(header::ORIGIN) {
        None => true,
        Some(origin) => {
            let origin = origin.to_str().unwrap_or_default();
            let authority = origin.split_once("://").map(|(_, authority)| authority);
            origin == "null" || (authority.is_some() && authority == host)
        }
    };
    let is_sent_here = text(&FETCH_SITE).is_none_or(|site| matches!(site, "same-origin" | "none"));
    if is_own && is_sent_here {
        Ok(())
    } else {
        Err(Refusal::new(
            Code::Forbidden,
            say!("the form comes from another site"),
        ))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn sent(lines: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("offers.example.com:8080"));
        for (name, value) in lines {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        is_of_this_site(&headers).is_ok()
    }

    #[test]
    fn forms_of_this_site_are_taken() {
        for lines in [
            &[][..],
            &[("origin", "https://offers.example.com:8080")],
            &[("origin", "null"), ("sec-fetch-site", "same-origin")],
            &[("origin", "null")],
        ] {
            assert!(sent(lines), "{lines:?}");
        }
    }

    #[test]
    fn forms_of_other_sites_are_refused() {
        for lines in [
            &[("origin", "https://evil.example.com")][..],
            &[("origin", "https://offers.example.com")],
            &[("origin", "offers.example.com:8080")],
            &[("origin", "null"), ("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
        ] {
            assert!(!sent(lines), "{lines:?}");
        }
    }
}
