//! Rules whose answer is more than a record, and rules that can be tried out: what they would do is done, looked at, and taken back.

use async_graphql::Context;
use futures_util::future::BoxFuture;
use serde::{Serialize, de::DeserializeOwned};

use super::{
    errors::Shown,
    write::{caller, in_words, key},
};
use crate::kernel::{
    error::{Error, Result},
    idempotency, retry,
    tx::Tx,
};

/// Tries a rule out: all that it checks is checked, and nothing of what it does stays. An idempotency key is not used up.
///
/// # Errors
/// Why the rule would not do it.
pub async fn tried_out<I, A, F>(ctx: &Context<'_>, input: I, rule: F) -> Result<A>
where
    I: Clone + Send + Sync,
    A: Send,
    F: for<'t> Fn(&'t Tx, I) -> BoxFuture<'t, Result<A>> + Send + Sync,
{
    let caller = caller(ctx)?;
    let (caller, rule) = (&caller, &rule);
    let once = |input: I| async move {
        let tx = Tx::begin(caller.clone(), caller.actor()?.clone()).await?;
        let answer = rule(&tx, input).await?;
        // What still waits is written, so that the database can refuse it. Nobody commits it.
        tx.connection().await?;
        Ok(answer)
    };
    retry::tried(&caller.world, || once(input.clone()))
        .await
        .map_err(in_words)
}

/// How a rule is run.
#[derive(Clone, Copy, Debug)]
pub struct Running {
    /// Refuses those who may not, also what was answered before.
    pub may: fn(&Tx) -> Result<()>,
    /// Whether it is only tried out.
    pub is_dry_run: bool,
}

/// Runs a rule whose answer cannot be read again: a key keeps it word for word.
///
/// # Errors
/// Why nothing was changed.
pub async fn run<I, A, F>(ctx: &Context<'_>, input: I, running: Running, rule: F) -> Result<A>
where
    I: Clone + Send + Sync,
    A: Serialize + DeserializeOwned + Send,
    F: for<'t> Fn(&'t Tx, I) -> BoxFuture<'t, Result<A>> + Send + Sync,
{
    if running.is_dry_run {
        return tried_out(ctx, input, rule).await;
    }
    let caller = caller(ctx)?;
    let key = key(ctx)?;
    let (caller, key, rule) = (&caller, key.as_ref(), &rule);
    let once = |input: I| async move {
        let tx = Tx::begin(caller.clone(), caller.actor()?.clone()).await?;
        (running.may)(&tx)?;
        if let Some(key) = key
            && let Some(before) = idempotency::take(&tx, key).await?
        {
            caller.note_replay();
            return serde_json::from_value(before).map_err(|error| unreadable(&error));
        }
        let answer = rule(&tx, input).await?;
        if let Some(key) = key {
            let kept = serde_json::to_value(&answer).map_err(|error| unreadable(&error))?;
            idempotency::keep_answer(&tx, key, kept).await?;
        }
        tx.commit().await?;
        Ok(answer)
    };
    retry::tried(&caller.world, || once(input.clone()))
        .await
        .map_err(in_words)
}

/// An answer, or what is shown of why there is none.
///
/// # Errors
/// What the caller cannot mend.
pub fn shown<A>(outcome: Result<A>) -> async_graphql::Result<(Option<A>, Vec<Shown>)> {
    match outcome {
        Ok(answer) => Ok((Some(answer), vec![])),
        Err(Error::User(errors)) => Ok((None, errors.into_iter().map(Shown::from).collect())),
        Err(error) => Err(error.into()),
    }
}

fn unreadable(error: &serde_json::Error) -> Error {
    Error::internal(format!("keeping an answer: {error}"))
}
