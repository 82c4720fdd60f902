//! From a mutation to its rule and back: one unit of work, tried again when the database asks for it, answered with a payload.

use std::sync::Arc;

use async_graphql::{Context, Value};
use futures_util::future::BoxFuture;
use sea_orm::ModelTrait;
use uuid::Uuid;

use super::errors::Shown;
use crate::kernel::{
    error::{Error, Result, UserError},
    idempotency::{self, Key},
    retry,
    tx::{self, Tx},
    world::Caller,
};

/// What a mutation answers: a record, or why there is none.
pub trait Payload: Sized {
    /// The record that came of it.
    fn done(id: Uuid) -> Self;

    /// Why nothing was changed.
    fn refused(errors: Vec<Shown>) -> Self;
}

/// Declares the payload of a mutation: exactly one of the record and the errors has content.
#[macro_export]
macro_rules! payload {
    ($(#[doc = $about:literal])* $name:ident { $field:ident: $entity:ty }) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug, async_graphql::SimpleObject)]
        pub(crate) struct $name {
            /// The record after the change; null when there are errors.
            pub(crate) $field: Option<$crate::read::Ref<$entity>>,
            /// Why nothing was changed.
            pub(crate) errors: Vec<$crate::graphql::errors::Shown>,
        }

        impl $crate::graphql::write::Payload for $name {
            fn done(id: uuid::Uuid) -> Self {
                Self { $field: Some($crate::read::Ref::written(entity::value::Id::of(id))), errors: vec![] }
            }

            fn refused(errors: Vec<$crate::graphql::errors::Shown>) -> Self {
                Self { $field: None, errors }
            }
        }
    };
}

/// Declares root fields that write: each takes an input, calls a rule and answers a payload.
#[macro_export]
macro_rules! mutations {
    ($(#[doc = $about:literal])* $name:ident { $($(#[doc = $what:literal])+ $field:ident($input:ty) -> $payload:ty, $($scope:literal)|+, $rule:path;)* }) => {
        $(#[doc = $about])*
        #[derive(Clone, Copy, Debug, Default)]
        pub(crate) struct $name;

        #[async_graphql::Object]
        impl $name {
            $(
                $(#[doc = $what])+
                #[graphql(directive = $crate::graphql::directives::requiresScope::apply(vec![$($scope.to_owned()),+]))]
                async fn $field(
                    &self,
                    ctx: &async_graphql::Context<'_>,
                    #[graphql(desc = "What to do.")] input: $input,
                ) -> async_graphql::Result<$payload> {
                    $crate::graphql::write::write(ctx, input, |tx, input| Box::pin($rule(tx, input))).await
                }
            )*
        }
    };
}

/// The request that a field belongs to.
///
/// # Errors
/// When there is none, which is a fault of ours.
pub fn caller(ctx: &Context<'_>) -> Result<Arc<Caller>> {
    ctx.data_opt::<Arc<Caller>>()
        .cloned()
        .ok_or_else(|| Error::internal("a field without a caller"))
}

/// Runs a rule in a unit of work.
///
/// # Errors
/// What the caller cannot mend; what they can is in the payload.
pub async fn write<I, P, M, F>(ctx: &Context<'_>, input: I, rule: F) -> async_graphql::Result<P>
where
    I: Clone + Send + Sync,
    P: Payload,
    M: ModelTrait + Send,
    F: for<'t> Fn(&'t Tx, I) -> BoxFuture<'t, Result<M>> + Send + Sync,
{
    let outcome = match key(ctx) {
        Ok(key) => tried(ctx, key, input, rule).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(id) => Ok(P::done(id)),
        Err(Error::User(errors)) => Ok(P::refused(errors.into_iter().map(Shown::from).collect())),
        Err(error) => Err(error.into()),
    }
}

async fn tried<I, M, F>(ctx: &Context<'_>, key: Option<Key>, input: I, rule: F) -> Result<Uuid>
where
    I: Clone + Send + Sync,
    M: ModelTrait + Send,
    F: for<'t> Fn(&'t Tx, I) -> BoxFuture<'t, Result<M>> + Send + Sync,
{
    let caller = caller(ctx)?;
    let (key, rule) = (key.as_ref(), &rule);
    retry::tried(&caller.world, || once(ctx, key, input.clone(), rule))
        .await
        .map_err(in_words)
}

async fn once<I, M, F>(ctx: &Context<'_>, key: Option<&Key>, input: I, rule: &F) -> Result<Uuid>
where
    M: ModelTrait + Send,
    F: for<'t> Fn(&'t Tx, I) -> BoxFuture<'t, Result<M>> + Send + Sync,
{
    let caller = caller(ctx)?;
    let actor = caller.actor()?.clone();
    let tx = Tx::begin(caller.clone(), actor).await?;
    if let Some(key) = key
        && let Some(before) = idempotency::take(&tx, key).await?
    {
        let id = before
            .get(0)
            .and_then(serde_json::Value::as_str)
            .and_then(|id| Uuid::try_parse(id).ok());
        caller.note_replay();
        return id.ok_or_else(|| Error::internal("a kept answer without a record"));
    }
    let row = rule(&tx, input).await?;
    let id = tx::id_of(&row);
    if let Some(key) = key {
        idempotency::keep(&tx, key, &[id]).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// A unique value that slipped past the rule's own look, as two writers can make it.
pub(crate) fn in_words(error: Error) -> Error {
    if error.is_unique_violation() {
        UserError::not_unique("input", None).into()
    } else {
        error
    }
}

/// The idempotency key of a root field: in the input, else in the header.
pub(super) fn key(ctx: &Context<'_>) -> Result<Option<Key>> {
    let arguments = ctx
        .field()
        .arguments()
        .map_err(|_unresolved| Error::internal("arguments without values"))?;
    let input = arguments
        .into_iter()
        .find(|(name, _)| name.as_str() == "input")
        .map(|(_, value)| value);
    let given = match &input {
        Some(Value::Object(fields)) => match fields.get("idempotencyKey") {
            Some(Value::String(key)) => Some(key.clone()),
            _ => None,
        },
        _ => None,
    };
    let Some(given) = given.or(caller(ctx)?.idempotency_key.clone()) else {
        return Ok(None);
    };
    let arguments = input.and_then(|input| input.into_json().ok()).unwrap_or_default();
    Key::new(ctx.item.node.name.node.as_str(), &given, &arguments).map(Some)
}

impl From<Error> for async_graphql::Error {
    fn from(error: Error) -> Self {
        let error = error.into_server_error(async_graphql::Pos::default());
        Self {
            message: error.message,
            source: error.source,
            extensions: error.extensions,
        }
    }
}
