//! One GraphQL request, from its headers to its answer. Each step is cheaper than the next, and all that can be refused
//! is refused before anything is run.

mod checks;

use std::{sync::Arc, time::Instant};

use async_graphql::Request as GraphqlRequest;
use axum::{
    extract::{Extension, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    response::Response,
};
use entity::agency::Locale;
use tokio::time::timeout;

use self::checks::Checked;
use crate::{
    graphql::{
        document::Operation,
        measure::is_one_of,
        refusal::{Code, Refusal},
    },
    http::{
        Edge,
        admission::{Busy, ShareKey},
        answer::Answer,
        body,
        budget::{BudgetKey, Exhausted},
        edge::{Call, Facts},
        idempotency, language,
        media::Media,
        parameters::Parameters,
        refusals::{busy, unauthenticated, unavailable},
        service::{BudgetState, CallerKeys, RequestMeta, Service},
        telemetry,
    },
};

/// Answers a request to `/graphql`.
pub(super) async fn answer<S: Service>(
    State(edge): State<Arc<Edge<S>>>,
    Extension(call): Extension<Call>,
    request: Request,
) -> Response {
    let media = Media::negotiate(request.headers());
    let allowed = if request.method() == Method::GET {
        "POST"
    } else {
        "GET, POST"
    };
    let mut exchange = Exchange {
        edge: &edge,
        call: &call,
        facts: Facts::default(),
        budget: None,
        asked: language::asked(request.headers()),
        locale: Locale::En,
    };
    exchange.locale = exchange.asked.unwrap_or(Locale::En);
    let mut answer = match media {
        Some(_) => exchange.run(request).await.unwrap_or_else(Answer::refused),
        None => Answer::refused(Refusal::new(
            Code::NotAcceptable,
            say!("accept application/graphql-response+json or application/json"),
        )),
    };
    if let Some((cost, state)) = exchange.budget {
        edge.budgets.tell(cost, state, &mut answer);
    }
    if let Some(code) = answer.code() {
        telemetry::refused(code);
        exchange.facts.code = Some(code);
        if code == Code::MethodNotAllowed {
            answer
                .headers
                .insert(header::ALLOW, HeaderValue::from_static(allowed));
        }
    }
    let media = media.unwrap_or(Media::Json);
    let (facts, locale) = (exchange.facts, exchange.locale);
    let mut response = answer.write(media, edge.settings.answer_bytes, &call.id, locale);
    response.extensions_mut().insert(facts);
    response
}

struct Exchange<'a, S: Service> {
    edge: &'a Edge<S>,
    call: &'a Call,
    facts: Facts,
    budget: Option<(u64, BudgetState)>,
    /// The language that the request names.
    asked: Option<Locale>,
    /// The language of its answer.
    locale: Locale,
}

impl<S: Service> Exchange<'_, S> {
    async fn run(&mut self, request: Request) -> Result<Answer, Refusal> {
        if self.edge.admission.is_full() {
            return Err(busy(Busy::Everyone));
        }
        let (head, body) = request.into_parts();
        let parameters = match head.method {
            Method::POST => body::read(&head.headers, body, &self.edge.settings).await?,
            Method::GET => Parameters::from_query(&head.uri)?,
            _ => {
                return Err(Refusal::new(
                    Code::MethodNotAllowed,
                    say!("send a POST, or a GET with a query"),
                ));
            }
        };
        let document = self.edge.documents.read(&parameters.query)?;
        let operation = document.pick(parameters.operation_name.as_deref())?;
        self.note(&document, operation);
        self.check_operation(operation, &head.method)?;
        let idempotency_key = idempotency::key(&head.headers, operation)?;
        let checked = self.check_values(&document, operation, parameters, idempotency_key)?;
        let caller = self.identify(&head.headers, operation).await?;
        let keys = caller.as_ref().map(|caller| self.edge.service.keys(caller));
        self.facts.caller = keys;
        if let (None, Some(caller)) = (self.asked, &caller) {
            self.locale = self.edge.service.locale(caller);
        }
        self.charge(keys, checked.cost)?;
        let _admitted = self.edge.admission.enter(self.share(keys)).await.map_err(busy)?;
        self.execute(checked, operation, caller, &head.headers).await
    }

    async fn identify(
        &self,
        headers: &HeaderMap,
        operation: &Operation,
    ) -> Result<Option<S::Caller>, Refusal> {
        let authorization = headers.get(header::AUTHORIZATION);
        let caller = self.edge.service.identify(authorization, &self.call.origin).await;
        match caller.map_err(unauthenticated)? {
            None if self.needs_caller(operation) => {
                let refusal = Refusal::new(Code::Unauthenticated, say!("sign in first"));
                Err(refusal.with("reason", "TOKEN_MISSING"))
            }
            caller => Ok(caller),
        }
    }

    /// Whether a root field is for known callers only. One that the schema does not have is the validator's to report.
    fn needs_caller(&self, operation: &Operation) -> bool {
        let open = &self.edge.settings.anonymous_fields;
        let root = self.edge.types.root(operation.kind);
        operation.root_fields.iter().any(|field| {
            let is_known = root.is_some_and(|root| self.edge.types.field(root, field).is_some());
            is_known && !is_one_of(open, field)
        })
    }

    fn charge(&mut self, keys: Option<CallerKeys>, cost: u64) -> Result<(), Refusal> {
        let key = match keys {
            Some(keys) => BudgetKey::User(keys.user),
            None => BudgetKey::Anonymous(self.call.origin.prefix),
        };
        match self.edge.budgets.spend(key, cost, Instant::now()) {
            Ok(state) => {
                self.budget = Some((cost, state));
                Ok(())
            }
            Err(Exhausted { retry_after, state }) => {
                self.budget = Some((cost, state));
                let refusal = Refusal::new(Code::RateLimited, say!("the budget is used up for now"));
                Err(refusal.with("retryAfter", retry_after))
            }
        }
    }

    fn share(&self, keys: Option<CallerKeys>) -> ShareKey {
        match keys {
            Some(CallerKeys {
                agency: Some(agency),
                user: _,
            }) => ShareKey::Agency(agency),
            Some(CallerKeys { agency: None, user }) => ShareKey::User(user),
            None => ShareKey::Anonymous(self.call.origin.prefix),
        }
    }

    async fn execute(
        &self,
        checked: Checked,
        operation: &Operation,
        caller: Option<S::Caller>,
        headers: &HeaderMap,
    ) -> Result<Answer, Refusal> {
        let Checked {
            document,
            parameters,
            variables,
            cost,
            idempotency_key,
        } = checked;
        let meta = RequestMeta {
            request_id: self.call.id.clone(),
            origin: self.call.origin,
            locale: self.locale,
            user_agent: text(headers, &header::USER_AGENT),
            idempotency_key,
            document_hash: document.hash,
            operation_name: operation.name.as_ref().map(ToString::to_string),
            operation_type: operation.kind,
            cost,
            budget: self
                .budget
                .map_or_else(|| self.edge.budgets.full(), |(_, state)| state),
        };
        let mut request = GraphqlRequest::new(parameters.query).variables(variables);
        request.operation_name = parameters.operation_name;
        request.extensions = parameters.extensions;
        request.set_parsed_query(document.executable.clone());
        telemetry::charged(cost);
        let settings = &self.edge.settings;
        let execution = self.edge.service.execute(request, caller, meta);
        let executed = timeout(settings.execution_timeout, execution)
            .await
            .map_err(|_elapsed| unavailable(say!("the operation took too long")))?;
        let answer = Answer::executed(executed, operation.root_count, settings, &self.call.id);
        if answer.code() != Some(Code::GraphqlValidationFailed) {
            self.edge.documents.keep(&document);
        }
        Ok(answer)
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}
