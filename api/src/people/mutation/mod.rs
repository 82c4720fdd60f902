//! Root fields that write.

mod member;
mod password;
mod session;
mod sign;

use async_graphql::{MergedObject, SimpleObject};

use crate::{
    graphql::errors::Shown,
    kernel::error::{Error, Result},
};

/// Signing in and out, passwords, sessions and members.
#[derive(Debug, Default, MergedObject)]
pub struct PeopleMutation(
    sign::SignMutation,
    session::SessionMutation,
    password::PasswordMutation,
    member::MemberMutation,
);

/// What came of a change that gives no record.
#[derive(Debug, SimpleObject)]
pub(crate) struct DonePayload {
    /// Why it was not done; empty when it was.
    errors: Vec<Shown>,
}

fn done(outcome: Result<()>) -> async_graphql::Result<DonePayload> {
    let errors = match outcome {
        Ok(()) => vec![],
        Err(Error::User(errors)) => errors.into_iter().map(Shown::from).collect(),
        Err(error) => return Err(error.into()),
    };
    Ok(DonePayload { errors })
}
