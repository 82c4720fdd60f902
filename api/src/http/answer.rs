//! Answers: which status, which errors, how large.

use std::{collections::BTreeMap, sync::Arc};

use async_graphql::{ErrorExtensionValues, PathSegment, Response as Executed, ServerError, Value};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use entity::agency::Locale;
use serde::Serialize;

use crate::{
    graphql::refusal::{Code, Refusal},
    http::{capped::Capped, language, media::Media, request_id::RequestId, settings::HttpSettings},
    kernel::message::Message,
};

/// Which status tells what happened. The one place that knows: it follows the audits of the npm package `graphql-http`.
///
/// To those who accept `application/json` only, what is wrong with a document is told in a 200, as it was before the
/// other media type existed.
pub(super) const fn status_of(code: Code, media: Media) -> StatusCode {
    match (code, media) {
        (
            Code::GraphqlParseFailed
            | Code::GraphqlValidationFailed
            | Code::BadUserInput
            | Code::QueryTooComplex,
            Media::Json,
        ) => StatusCode::OK,
        (
            Code::GraphqlParseFailed
            | Code::GraphqlValidationFailed
            | Code::BadUserInput
            | Code::QueryTooComplex
            | Code::BadRequest
            | Code::PersistedQueryNotSupported,
            Media::GraphqlResponse | Media::Json,
        ) => StatusCode::BAD_REQUEST,
        (Code::Unauthenticated, _) => StatusCode::UNAUTHORIZED,
        (Code::Forbidden, _) => StatusCode::FORBIDDEN,
        (Code::RateLimited, _) => StatusCode::TOO_MANY_REQUESTS,
        (Code::RequestInProgress, _) => StatusCode::CONFLICT,
        (Code::PayloadTooLarge, _) => StatusCode::PAYLOAD_TOO_LARGE,
        (Code::UnsupportedMediaType, _) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        (Code::MethodNotAllowed, _) => StatusCode::METHOD_NOT_ALLOWED,
        (Code::NotAcceptable, _) => StatusCode::NOT_ACCEPTABLE,
        (Code::InternalError, _) => StatusCode::INTERNAL_SERVER_ERROR,
        (Code::ServiceUnavailable, _) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// What the caller of an unforeseen error is told.
pub(super) fn something_went_wrong() -> Message {
    say!("something went wrong")
}

/// An answer, before it is written.
#[derive(Debug, Default)]
pub(super) struct Answer {
    data: Option<Value>,
    errors: Vec<ServerError>,
    /// Members of the answer's `extensions`.
    pub extensions: BTreeMap<String, Value>,
    /// Headers of the answer.
    pub headers: HeaderMap,
    code: Option<Code>,
}

impl Answer {
    /// An answer of one error; nothing was run.
    pub(super) fn refused(refusal: Refusal) -> Self {
        let Refusal {
            code,
            message,
            details,
            locations,
        } = refusal;
        let mut error = message.into_server_error(None);
        error.locations = locations;
        let extensions = error.extensions.get_or_insert_default();
        extensions.set("code", code.as_str());
        if code.is_retryable() {
            extensions.set("retryable", true);
        }
        for (name, value) in details {
            extensions.set(name, value);
        }
        Self {
            errors: vec![error],
            code: Some(code),
            ..Self::default()
        }
    }

    /// The answer of an execution that started from `roots` fields.
    pub(super) fn executed(executed: Executed, roots: u64, settings: &HttpSettings, id: &RequestId) -> Self {
        let has_run =
            executed.data != Value::Null || executed.errors.iter().any(|error| !error.path.is_empty());
        let mut errors = executed.errors;
        errors.truncate(settings.errors);
        for error in &mut errors {
            mend(error, has_run, id);
        }
        let code = if has_run {
            sole_failure(&executed.data, &errors, roots)
        } else {
            Some(errors.first().and_then(code_of).unwrap_or(Code::BadRequest))
        };
        Self {
            data: code.is_none().then_some(executed.data),
            errors,
            extensions: executed.extensions,
            headers: executed.http_headers,
            code,
        }
    }

    /// The code of the error because of which nothing was run, if it is so.
    pub(super) const fn code(&self) -> Option<Code> {
        self.code
    }

    /// Writes the answer, with what people read in their language.
    pub(super) fn write(mut self, media: Media, most: usize, id: &RequestId, locale: Locale) -> Response {
        for error in &mut self.errors {
            if let Some(message) = error.source::<Message>() {
                error.message = message.in_language(locale);
            }
            let extensions = error.extensions.get_or_insert_default();
            extensions.set("requestId", id.as_str());
        }
        match self.to_json(most) {
            Ok(json) => self.into_response(media, json, locale),
            Err(_) => Self::too_large(most, self.headers).write(media, usize::MAX, id, locale),
        }
    }

    fn too_large(most: usize, headers: HeaderMap) -> Self {
        let message = say!(
            "the answer has more than {most} bytes: ask for less at once",
            most
        );
        Self {
            headers,
            ..Self::refused(Refusal::new(Code::QueryTooComplex, message).with("maximum", most))
        }
    }

    fn to_json(&self, most: usize) -> serde_json::Result<Vec<u8>> {
        #[derive(Serialize)]
        struct Json<'a> {
            #[serde(skip_serializing_if = "<[_]>::is_empty")]
            errors: &'a [ServerError],
            #[serde(skip_serializing_if = "Option::is_none")]
            data: Option<&'a Value>,
            #[serde(skip_serializing_if = "BTreeMap::is_empty")]
            extensions: &'a BTreeMap<String, Value>,
        }
        let mut writer = Capped::new(most);
        let json = Json {
            errors: &self.errors,
            data: self.data.as_ref(),
            extensions: &self.extensions,
        };
        serde_json::to_writer(&mut writer, &json)?;
        Ok(writer.into_bytes())
    }

    fn into_response(self, media: Media, json: Vec<u8>, locale: Locale) -> Response {
        let mut response = Response::new(Body::from(json));
        *response.headers_mut() = self.headers;
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, media.content_type());
        language::tell(response.headers_mut(), locale);
        if let Some(code) = self.code {
            *response.status_mut() = status_of(code, media);
            let retry_after = self.errors.first().and_then(|error| number(error, "retryAfter"));
            add_headers(response.headers_mut(), code, retry_after);
        }
        response
    }
}

/// Headers that belong to a status.
pub(super) fn add_headers(headers: &mut HeaderMap, code: Code, retry_after: Option<u64>) {
    let (name, value) = match code {
        Code::Unauthenticated => (header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")),
        // What is left of the body is not worth reading.
        Code::PayloadTooLarge => (header::CONNECTION, HeaderValue::from_static("close")),
        _ if code.is_retryable() => (header::RETRY_AFTER, HeaderValue::from(retry_after.unwrap_or(1))),
        _ => return,
    };
    headers.entry(name).or_insert(value);
}

/// Gives an error what every error has: a code, and no more of its inside than the caller may know.
fn mend(error: &mut ServerError, has_run: bool, id: &RequestId) {
    if error
        .extensions
        .as_ref()
        .is_some_and(|own| own.get("code").is_some())
    {
        return;
    }
    let about_input = is_about_input(error);
    error.source = None;
    let code = match (has_run, about_input) {
        (false, _) => Code::GraphqlValidationFailed,
        (true, true) => Code::BadUserInput,
        (true, false) => {
            tracing::error!(request.id = %id, error = %error.message, "an unforeseen error was hidden from the caller");
            let message = something_went_wrong();
            error.message = message.to_string();
            error.source = Some(Arc::new(message));
            Code::InternalError
        }
    };
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", code.as_str());
    error.extensions = Some(extensions);
    shorten(&mut error.message);
}

/// Whether the framework could not read an argument. Its own errors of that kind have no source.
fn is_about_input(error: &ServerError) -> bool {
    error.source.is_none()
        && (error.message.starts_with("Failed to parse \"")
            || error.message.starts_with("Expected input type \""))
}

const LONGEST_MESSAGE: usize = 300;

fn shorten(message: &mut String) {
    if let Some((end, _)) = message.char_indices().nth(LONGEST_MESSAGE) {
        message.truncate(end);
        message.push('…');
    }
}

/// The code of the only failure of the only field, when it is one that a status can tell: then nothing was run.
fn sole_failure(data: &Value, errors: &[ServerError], roots: u64) -> Option<Code> {
    let [error] = errors else { return None };
    let is_of_root = matches!(error.path.as_slice(), [PathSegment::Field(_)]);
    let is_empty = match data {
        Value::Null => true,
        Value::Object(fields) => fields.values().all(|value| *value == Value::Null),
        _ => false,
    };
    let code = code_of(error)?;
    let tells = matches!(
        code,
        Code::Unauthenticated
            | Code::Forbidden
            | Code::RateLimited
            | Code::RequestInProgress
            | Code::ServiceUnavailable
    );
    (roots == 1 && is_of_root && is_empty && tells).then_some(code)
}

/// The code that an error carries, if it is one of ours.
pub(super) fn code_of(error: &ServerError) -> Option<Code> {
    known(error.extensions.as_ref()?)
}

fn known(extensions: &ErrorExtensionValues) -> Option<Code> {
    let Some(Value::String(code)) = extensions.get("code") else {
        return None;
    };
    Code::ALL.into_iter().find(|known| known.as_str() == code)
}

fn number(error: &ServerError, name: &str) -> Option<u64> {
    let Some(Value::Number(number)) = error.extensions.as_ref()?.get(name) else {
        return None;
    };
    number.as_u64()
}
