//! The public page of a proposal: drawn by the server, without scripts, for those who have a link. A front end that draws its own
//! does all of it by the API instead.

mod fill;
mod form;
mod show;
mod view;
mod words;

use std::sync::{Arc, LazyLock};

use axum::{
    Router,
    extract::{Extension, Path, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use bytes::Bytes;
use data_encoding::BASE64;
use entity::{agency::Locale, value::Choice as _};
use maud::Markup;
use sha2::{Digest, Sha256};

use self::{
    fill::Fill,
    form::Form,
    view::{STYLE, page, plain},
    words::Words,
};
use super::{
    input::{ProposalLinkAcceptInput, ProposalLinkDeclineInput},
    service::link::{Found, Visit},
};
use crate::{
    http::Call,
    kernel::{
        error::{Detail, Error, Result, UserError},
        patch::trim,
        world::{Caller, World},
    },
    people::door::Door,
};

/// Nothing may be loaded, nothing may run; the one style is known by its hash, and forms are sent here only.
static CONTENT_SECURITY_POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let style = BASE64.encode(&Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
});

/// What the page stands on.
#[derive(Clone, Debug)]
struct Ground {
    world: Arc<World>,
    door: Arc<Door>,
}

/// The page of a proposal at `/p/{token}`, and where its forms go.
pub fn routes(world: Arc<World>, door: Arc<Door>) -> Router {
    Router::new()
        .route("/p/{token}", get(look))
        .route("/p/{token}/totals", get(back).post(count))
        .route("/p/{token}/accept", get(back).post(accept))
        .route("/p/{token}/decline", get(back).post(decline))
        .with_state(Ground { world, door })
}

impl Ground {
    fn visit(&self, call: &Call, headers: &HeaderMap) -> Visit {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let mut caller = Caller::new(self.world.clone(), None, call.id.to_string());
        caller.address = Some(call.origin.address);
        caller.device = text(header::USER_AGENT).map(str::to_owned);
        Visit {
            door: self.door.clone(),
            caller: Arc::new(caller),
        }
    }
}

async fn look(
    State(ground): State<Ground>,
    Extension(call): Extension<Call>,
    Path(token): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let visit = ground.visit(&call, &headers);
    let drawn = async {
        let Some(mut found) = visit.look(&token).await? else {
            return Ok(None);
        };
        if method == Method::GET {
            visit.opened(&mut found).await?;
        }
        let fill = Fill::of(&found);
        Ok(Some((StatusCode::OK, page(&token, &found, &fill, &[]))))
    };
    answered(drawn.await, &headers)
}

/// Shows what the options that were chosen come to.
async fn count(
    State(ground): State<Ground>,
    Extension(call): Extension<Call>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let visit = ground.visit(&call, &headers);
    let drawn = async {
        let Some(found) = visit.look(&token).await? else {
            return Ok(None);
        };
        let (fill, broken) = Fill::with(&found, Form::read(&body));
        let status = if broken.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        Ok(Some((
            status,
            page(&token, &found, &fill, &in_words(&found, &broken)),
        )))
    };
    answered(drawn.await, &headers)
}

async fn accept(
    State(ground): State<Ground>,
    Extension(call): Extension<Call>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let visit = ground.visit(&call, &headers);
    let form = Form::read(&body);
    let input = ProposalLinkAcceptInput {
        token: token.clone(),
        content_hash: form.content_hash.clone(),
        selected_line_ids: Some(form.lines.clone()),
        name: form.name.clone(),
        comment: trim(Some(form.comment.clone())),
        dry_run: None,
    };
    let outcome = visit.accept(input).await;
    after(&visit, &token, form, outcome, &headers).await
}

async fn decline(
    State(ground): State<Ground>,
    Extension(call): Extension<Call>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let visit = ground.visit(&call, &headers);
    let form = Form::read(&body);
    let input = ProposalLinkDeclineInput {
        token: token.clone(),
        name: trim(Some(form.name.clone())),
        comment: trim(Some(form.comment.clone())),
    };
    let outcome = visit.decline(input).await;
    after(&visit, &token, form, outcome, &headers).await
}

/// Where only forms are sent, a reader is led back to the page.
async fn back(Path(token): Path<String>) -> Redirect {
    Redirect::to(&format!("/p/{token}"))
}

/// What is shown after an answer: the page anew when it was heard, else the form as it was, with what is wrong.
async fn after(
    visit: &Visit,
    token: &str,
    form: Form,
    outcome: Result<Found>,
    headers: &HeaderMap,
) -> Response {
    let errors = match outcome {
        Ok(_) => return Redirect::to(&format!("/p/{token}")).into_response(),
        Err(Error::User(errors)) => errors,
        Err(error) => return answered(Err(error), headers),
    };
    let drawn = async {
        let Some(found) = visit.look(token).await? else {
            return Ok(None);
        };
        let (fill, _) = Fill::with(&found, form);
        let problems = in_words(&found, &errors);
        Ok(Some((
            StatusCode::UNPROCESSABLE_ENTITY,
            page(token, &found, &fill, &problems),
        )))
    };
    answered(drawn.await, headers)
}

/// What is wrong, in the language of the proposal.
fn in_words(found: &Found, errors: &[UserError]) -> Vec<&'static str> {
    let words = Words::of(found.content.locale);
    let of_error = |error: &UserError| {
        if matches!(error.detail, Detail::Transition { .. }) {
            return words.answered_meanwhile;
        }
        match error.path.get(1).map(String::as_str) {
            Some("name") => words.name_needed,
            Some("comment") => words.comment_too_long,
            Some("selectedLineIds") => words.options_wrong,
            Some("contentHash") => words.content_changed,
            Some("token") => words.reading_only,
            _ => words.not_possible,
        }
    };
    let mut problems: Vec<&'static str> = errors.iter().map(of_error).collect();
    problems.dedup();
    problems
}

/// A page, or why there is none.
fn answered(drawn: Result<Option<(StatusCode, Markup)>>, headers: &HeaderMap) -> Response {
    let words = Words::of(preferred(headers));
    let (status, markup) = match drawn {
        Ok(Some(drawn)) => drawn,
        Ok(None) => (StatusCode::NOT_FOUND, plain(words, words.dead_link)),
        Err(Error::Wait(seconds)) => {
            let mut response = dressed(StatusCode::TOO_MANY_REQUESTS, plain(words, words.wait));
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
            return response;
        }
        Err(error) => {
            let shown = error.into_server_error(async_graphql::Pos::default());
            let is_away = shown.extensions.is_some_and(|extensions| {
                extensions.get("code") == Some(&async_graphql::Value::from("SERVICE_UNAVAILABLE"))
            });
            let status = if is_away {
                StatusCode::SERVICE_UNAVAILABLE
            } else {
                StatusCode::INTERNAL_SERVER_ERROR
            };
            (status, plain(words, words.went_wrong))
        }
    };
    dressed(status, markup)
}

fn dressed(status: StatusCode, markup: Markup) -> Response {
    let about = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY.clone()),
    ];
    (status, about, markup.into_string()).into_response()
}

/// The language of a reader whose proposal is not known.
fn preferred(headers: &HeaderMap) -> Locale {
    let wanted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let first = wanted
        .and_then(|wanted| wanted.get(..2))
        .map(str::to_ascii_uppercase);
    first.and_then(|first| Locale::read(&first)).unwrap_or(Locale::En)
}
