//! Reading a body: no more of it than is allowed, and no longer than it may take.

use axum::{
    body::Body,
    http::{HeaderMap, header},
};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::time::timeout;

use crate::{
    graphql::refusal::{Code, Refusal},
    http::{
        media::{JSON, check_body},
        parameters::Parameters,
        refusals::too_large,
        settings::HttpSettings,
    },
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
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > u64::try_from(most).unwrap_or(u64::MAX)) {
        return Err(too_large(most));
    }
    let collected = timeout(settings.body_timeout, Limited::new(body, most).collect()).await;
    match collected {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large(most)),
        Ok(Err(_)) => Err(Refusal::new(Code::BadRequest, say!("the body broke off"))),
        Err(_) => Err(Refusal::new(
            Code::BadRequest,
            say!("the body did not arrive in time"),
        )),
    }
}
