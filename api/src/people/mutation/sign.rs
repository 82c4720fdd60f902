use async_graphql::{Context, Object, Result, SimpleObject};
use entity::value::DateTime;

use super::{DonePayload, done};
use crate::{
    graphql::{errors::Shown, viewer::Viewer},
    kernel::error::{self, Error},
    people::{
        input::{AgencySwitchInput, InvitationAcceptInput, SignInInput, SignUpInput, TokenRefreshInput},
        service::{gate::Gate, invitation, seat::Tokens, sessions, sign},
    },
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

/// Signing up, in and out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SignMutation;

#[Object]
impl SignMutation {
    /// Makes an agency and its owner, and signs them in. Who has an account gives its password and gets one more agency.
    async fn sign_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who signs up, and the agency they make.")] input: SignUpInput,
    ) -> Result<SignInPayload> {
        answered(sign::sign_up(&Gate::of(ctx)?, input).await)
    }

    /// Signs somebody in. A wrong password and an unknown address get the same answer.
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who signs in.")] input: SignInInput,
    ) -> Result<SignInPayload> {
        answered(sign::sign_in(&Gate::of(ctx)?, input).await)
    }

    /// Exchanges a refresh token for the next pair. A token that comes twice ends the session.
    async fn token_refresh(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token to be exchanged.")] input: TokenRefreshInput,
    ) -> Result<SignInPayload> {
        answered(sign::refresh(&Gate::of(ctx)?, input).await)
    }

    /// Accepts an invitation, and signs in. Who has no password yet chooses one.
    async fn invitation_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link of the invitation, and who accepts it.")] input: InvitationAcceptInput,
    ) -> Result<SignInPayload> {
        answered(invitation::accept(&Gate::of(ctx)?, input).await)
    }

    /// Takes this session to another agency of the caller. The tokens of before stop working.
    async fn agency_switch(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where to go on.")] input: AgencySwitchInput,
    ) -> Result<SignInPayload> {
        answered(sessions::switch(&Gate::of(ctx)?, input).await)
    }

    /// Ends the session that the request comes with. Its tokens are dead at once.
    async fn sign_out(&self, ctx: &Context<'_>) -> Result<DonePayload> {
        done(sessions::sign_out(&Gate::of(ctx)?).await)
    }
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
