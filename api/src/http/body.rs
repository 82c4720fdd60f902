//! Reading a body: no more of it than is allowed, and no longer than it may take.

use std::time::Duration;

use axum::{
    BoxError,
    body::Body,
    http::{HeaderMap, header},
};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::time::timeout;

use crate::{
    graphql::refusal::{Code, Refusal},
    http::{
        media::{JSON, check_body, check_plain},
        parameters::Parameters,
        refusals::too_large,
        settings::HttpSettings,
    },
    kernel::pieces::Pieces,
};

/// The parameters in the body of a POST.
pub(super) async fn read(
    headers: &HeaderMap,
    body: Body,
    settings: &HttpSettings,
) -> Result<Parameters, Refusal> {
    check_body(headers, JSON)?;
    Parameters::from_body(&collect(headers, body, settings).await?)
}

/// All bytes of a body.
pub(super) async fn collect(
    headers: &HeaderMap,
    body: Body,
    settings: &HttpSettings,
) -> Result<Bytes, Refusal> {
    let most = settings.body_bytes;
    announced(headers, most)?;
    let collected = Limited::new(body, most).collect();
    Ok(in_time(collected, most, settings.body_timeout).await?.to_bytes())
}

/// The bytes of a file, in pieces.
pub(super) async fn pieces(
    headers: &HeaderMap,
    body: Body,
    most: usize,
    span: Duration,
) -> Result<Pieces, Refusal> {
    check_plain(headers)?;
    announced(headers, most)?;
    let read = async {
        let (mut body, mut pieces) = (Limited::new(body, most), Pieces::default());
        while let Some(frame) = body.frame().await {
            if let Some(part) = frame?.data_ref() {
                pieces.push(part);
            }
        }
        Ok(pieces)
    };
    in_time(read, most, span).await
}

/// Refuses a body that says itself that it is too large.
fn announced(headers: &HeaderMap, most: usize) -> Result<(), Refusal> {
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > u64::try_from(most).unwrap_or(u64::MAX)) {
        return Err(too_large(most));
    }
    Ok(())
}

/// What comes of reading a body of at most so many bytes for at most so long.
async fn in_time<T>(
    read: impl Future<Output = Result<T, BoxError>>,
    most: usize,
    span: Duration,
) -> Result<T, Refusal> {
    match timeout(span, read).await {
        Ok(Ok(read)) => Ok(read),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large(most)),
        Ok(Err(_)) => Err(Refusal::new(Code::BadRequest, say!("the body broke off"))),
        Err(_) => Err(Refusal::new(
            Code::BadRequest,
            say!("the body did not arrive in time"),
        )),
    }
}
