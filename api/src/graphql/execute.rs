//! Runs a request against the schema.

use std::sync::Arc;

use async_graphql::{Request, Response};

use super::{RapportSchema, absent};
use crate::kernel::world::Caller;

/// Answers a request of this caller.
pub async fn execute(schema: &RapportSchema, mut request: Request, caller: Arc<Caller>) -> Response {
    let parsed = match request.parsed_query() {
        Ok(document) => document.clone(),
        Err(error) => return Response::from_errors(vec![error]),
    };
    if absent::leaves_out(&parsed, &request.variables) {
        let mut document = parsed;
        absent::take_out(&mut document, &request.variables);
        request.set_parsed_query(document);
    }
    let mut response = schema.execute(request.data(caller.clone())).await;
    if caller.is_replay() {
        response
            .extensions
            .insert("idempotentReplay".to_owned(), async_graphql::Value::Boolean(true));
    }
    response
}
