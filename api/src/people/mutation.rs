//! Root fields that write.

use std::sync::Arc;

use async_graphql::{Context, Object, Result, SimpleObject};
use entity::value::DateTime;

use super::{
    door::Door,
    input::{SignInInput, SignUpInput, TokenRefreshInput},
    session::{self, Tokens},
};
use crate::{
    graphql::{errors::Shown, viewer::Viewer, write::caller},
    kernel::error::{self, Error},
};

/// A pair of tokens and whose they are; or errors.
#[derive(SimpleObject)]
pub(crate) struct SignInPayload {
    /// Sent as `Authorization: Bearer …` with every request, until it expires.
    access_token: Option<String>,
    /// Exchanged for the next pair by tokenRefresh. It works once.
    refresh_token: Option<String>,
    /// When the access token expires.
    expires_at: Option<DateTime>,
    /// Who is signed in.
    viewer: Option<Viewer>,
    /// Why nobody is.
    errors: Vec<Shown>,
}

/// What came of signing out.
#[derive(SimpleObject)]
pub(crate) struct SignOutPayload {
    /// Why it was not done.
    errors: Vec<Shown>,
}

/// Signing up, in and out.
#[derive(Clone, Copy, Debug, Default)]
pub struct PeopleMutation;

#[Object]
impl PeopleMutation {
    /// Makes an agency and its owner, and signs them in.
    async fn sign_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who signs up, and the agency they make.")] input: SignUpInput,
    ) -> Result<SignInPayload> {
        answered(session::sign_up(door(ctx)?, &caller(ctx)?, input).await)
    }

    /// Signs somebody in. A wrong password and an unknown address get the same answer.
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who signs in.")] input: SignInInput,
    ) -> Result<SignInPayload> {
        answered(session::sign_in(door(ctx)?, &caller(ctx)?, input).await)
    }

    /// Exchanges a refresh token for the next pair. A token that comes twice ends the session.
    async fn token_refresh(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token to be exchanged.")] input: TokenRefreshInput,
    ) -> Result<SignInPayload> {
        answered(session::refresh(door(ctx)?, &caller(ctx)?, input).await)
    }

    /// Ends the session that the request comes with. Its tokens are dead at once.
    async fn sign_out(&self, ctx: &Context<'_>) -> Result<SignOutPayload> {
        session::sign_out(door(ctx)?, &caller(ctx)?).await?;
        Ok(SignOutPayload { errors: vec![] })
    }
}

fn door<'c>(ctx: &Context<'c>) -> error::Result<&'c Door> {
    ctx.data_opt::<Arc<Door>>()
        .map(AsRef::as_ref)
        .ok_or_else(|| Error::internal("signing in without a door"))
}

fn answered(outcome: error::Result<Tokens>) -> Result<SignInPayload> {
    match outcome {
        Ok(Tokens {
            access,
            refresh,
            expires_at,
            actor,
        }) => Ok(SignInPayload {
            access_token: Some(access),
            refresh_token: Some(refresh.reveal().to_owned()),
            expires_at: Some(DateTime(expires_at)),
            viewer: Some(Viewer::from(&actor)),
            errors: vec![],
        }),
        Err(Error::User(errors)) => Ok(SignInPayload {
            access_token: None,
            refresh_token: None,
            expires_at: None,
            viewer: None,
            errors: errors.into_iter().map(Shown::from).collect(),
        }),
        Err(error) => Err(error.into()),
    }
}
