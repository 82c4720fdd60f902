//! The key by which a change is made once, however often it is sent.

use async_graphql::parser::types::OperationType;
use axum::http::{HeaderMap, HeaderName};

use crate::{
    graphql::{
        document::Operation,
        refusal::{Code, Refusal},
    },
    kernel::message::Message,
};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const LONGEST_KEY: usize = 255;

/// The key of the header, which is for documents with one mutation.
pub(super) fn key(headers: &HeaderMap, operation: &Operation) -> Result<Option<String>, Refusal> {
    let Some(key) = headers.get(IDEMPOTENCY_KEY) else {
        return Ok(None);
    };
    if operation.kind != OperationType::Mutation {
        return Ok(None);
    }
    let refuse = |message: Message| Err(Refusal::new(Code::BadRequest, message));
    if operation.root_count != 1 {
        return refuse(say!(
            "the header Idempotency-Key is for a single mutation: put the keys into the inputs"
        ));
    }
    match key.to_str() {
        Ok(key) if !key.is_empty() && key.len() <= LONGEST_KEY => Ok(Some(key.to_owned())),
        Ok(_) | Err(_) => refuse(say!("the header Idempotency-Key has 1 to 255 ASCII characters")),
    }
}
