//! What is refused before it is known who asks.

use std::sync::Arc;

use async_graphql::{Variables, parser::types::OperationType};
use axum::http::Method;
use data_encoding::HEXLOWER;

use super::Exchange;
use crate::{
    graphql::{
        coerce::coerce,
        cost::Values,
        document::{Document, Operation},
        measure::is_introspection,
        refusal::{Code, Refusal},
    },
    http::{parameters::Parameters, service::Service},
};

const LONGEST_NAME: usize = 64;

/// A request that may be run, once it is known who asks.
pub(super) struct Checked {
    pub(super) document: Arc<Document>,
    pub(super) parameters: Parameters,
    pub(super) variables: Variables,
    pub(super) cost: u64,
    pub(super) idempotency_key: Option<String>,
}

impl<S: Service> Exchange<'_, S> {
    /// Notes what is asked, for the log.
    pub(super) fn note(&mut self, document: &Document, operation: &Operation) {
        let name = operation.name.as_ref();
        self.facts.operation = name.map(|name| name.chars().take(LONGEST_NAME).collect());
        self.facts.document = Some(HEXLOWER.encode(document.hash.get(..8).unwrap_or_default()));
    }

    /// Refuses operations that are not answered here.
    pub(super) fn check_operation(&self, operation: &Operation, method: &Method) -> Result<(), Refusal> {
        if operation.kind != OperationType::Query && method == Method::GET {
            return Err(Refusal::new(
                Code::MethodNotAllowed,
                say!("only a query may be sent by GET"),
            ));
        }
        if operation.kind == OperationType::Subscription {
            return Err(Refusal::new(
                Code::BadRequest,
                say!("subscriptions are not answered over plain HTTP"),
            ));
        }
        if !self.edge.settings.introspection
            && operation.root_fields.iter().any(|field| is_introspection(field))
        {
            return Err(Refusal::new(
                Code::GraphqlValidationFailed,
                say!("introspection is switched off"),
            ));
        }
        Ok(())
    }

    /// Reads the variables, and refuses what costs too much.
    pub(super) fn check_values(
        &mut self,
        document: &Arc<Document>,
        operation: &Operation,
        mut parameters: Parameters,
        idempotency_key: Option<String>,
    ) -> Result<Checked, Refusal> {
        let definitions = document
            .definition(operation)
            .map(|definition| definition.variable_definitions.as_slice())
            .unwrap_or_default();
        let given = std::mem::take(&mut parameters.variables);
        let variables = coerce(&self.edge.types, definitions, given)?;
        let cost = document.cost(operation, &Values::new(&variables, definitions));
        self.facts.cost = Some(cost);
        let maximum = self.edge.settings.limits.cost;
        if cost > maximum {
            let message = say!(
                "the request costs {cost} points: {maximum} are allowed",
                cost,
                maximum
            );
            return Err(Refusal::new(Code::QueryTooComplex, message)
                .with("cost", cost)
                .with("maximum", maximum));
        }
        Ok(Checked {
            document: Arc::clone(document),
            parameters,
            variables,
            cost,
            idempotency_key,
        })
    }
}
