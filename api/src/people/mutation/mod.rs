//! Root fields that write.

mod member;
mod password;
mod session;
mod sign;

use std::sync::Arc;

use async_graphql::{Context, MergedObject, SimpleObject};
use tokio::sync::Notify;

use super::{door::Door, service::gate::Gate};
use crate::{
    graphql::{errors::Shown, write::caller},
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

impl Gate {
    /// The gate of the request that a field belongs to.
    pub(super) fn of(ctx: &Context<'_>) -> Result<Self> {
        let door = ctx.data_opt::<Arc<Door>>().cloned();
        let door = door.ok_or_else(|| Error::internal("signing in without a door"))?;
        let mail_waits = ctx.data_opt::<Arc<Notify>>().cloned();
        Ok(Self::new(door, caller(ctx)?, mail_waits))
    }
}

fn done(outcome: Result<()>) -> async_graphql::Result<DonePayload> {
    let errors = match outcome {
        Ok(()) => vec![],
        Err(Error::User(errors)) => errors.into_iter().map(Shown::from).collect(),
        Err(error) => return Err(error.into()),
    };
    Ok(DonePayload { errors })
}
