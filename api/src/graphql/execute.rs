//! Runs a request against the schema.

use std::sync::Arc;

use async_graphql::{Request, Response, Variables, parser::types::ExecutableDocument};

use super::{RapportSchema, absent, typename};
use crate::kernel::world::Caller;

/// Answers a request of this caller.
pub async fn execute(schema: &RapportSchema, mut request: Request, caller: Arc<Caller>) -> Response {
    let (mut variables, operation) = (
        std::mem::take(&mut request.variables),
        request.operation_name.clone(),
    );
    let parsed = match request.parsed_query() {
        Ok(document) => document,
        Err(error) => return Response::from_errors(vec![error]),
    };
    absent::fill_in(parsed, operation.as_deref(), &mut variables);
    let changed = rewritten(parsed, &variables);
    request.variables = variables;
    if let Some(document) = changed {
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

/// The document as the framework reads it right, where that is another.
fn rewritten(document: &ExecutableDocument, variables: &Variables) -> Option<ExecutableDocument> {
    let (leaves_out, is_conditional) = (
        absent::leaves_out(document, variables),
        typename::has_condition(document),
    );
    if !leaves_out && !is_conditional {
        return None;
    }
    let mut document = document.clone();
    if leaves_out {
        absent::take_out(&mut document, variables);
    }
    if is_conditional {
        typename::wrap(&mut document);
    }
    Some(document)
}
