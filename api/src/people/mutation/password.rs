use async_graphql::{Context, Object, Result};

use super::{DonePayload, done};
use crate::people::{
    input::{PasswordChangeInput, PasswordResetInput, PasswordResetRequestInput},
    service::{gate::Gate, password},
};

/// Changing and resetting passwords.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PasswordMutation;

#[Object]
impl PasswordMutation {
    /// Changes the caller's password. All their other sessions end.
    async fn password_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The password now and the one to be.")] input: PasswordChangeInput,
    ) -> Result<DonePayload> {
        done(password::change(&Gate::of(ctx)?, input).await)
    }

    /// Sends a mail with a link to set a new password. The answer is the same when there is nobody with the address.
    async fn password_reset_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose password is to be reset.")] input: PasswordResetRequestInput,
    ) -> Result<DonePayload> {
        done(password::request_reset(&Gate::of(ctx)?, input).await)
    }

    /// Sets a new password by a mailed link. All sessions end.
    async fn password_reset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link and the password to be.")] input: PasswordResetInput,
    ) -> Result<DonePayload> {
        done(password::reset(&Gate::of(ctx)?, input).await)
    }
}
