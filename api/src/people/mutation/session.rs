use async_graphql::{Context, Object, Result, SimpleObject};

use super::{DonePayload, done};
use crate::{
    graphql::errors::Shown,
    people::{
        input::SessionEndInput,
        service::{gate::Gate, sessions},
    },
};

/// What came of ending sessions.
#[derive(SimpleObject)]
pub(crate) struct SessionsEndOthersPayload {
    /// How many have ended.
    ended: i32,
    /// Why none has.
    errors: Vec<Shown>,
}

/// Ending sessions.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SessionMutation;

#[Object]
impl SessionMutation {
    /// Ends one of the caller's sessions. Its tokens are dead at once.
    async fn session_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which session.")] input: SessionEndInput,
    ) -> Result<DonePayload> {
        done(sessions::end(&Gate::of(ctx)?, input).await)
    }

    /// Ends all of the caller's sessions but this one.
    async fn sessions_end_others(&self, ctx: &Context<'_>) -> Result<SessionsEndOthersPayload> {
        let ended = sessions::end_others(&Gate::of(ctx)?).await?;
        Ok(SessionsEndOthersPayload {
            ended: i32::try_from(ended).unwrap_or(i32::MAX),
            errors: vec![],
        })
    }
}
