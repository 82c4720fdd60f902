//! Root fields that read what is no record of an agency.

use async_graphql::{Context, Object, Result, SimpleObject};
use entity::{
    agency, user_session,
    value::{DateTime, Id},
};

use super::service::{gate::Gate, sessions};

/// A sign-in on one device.
#[derive(Debug, SimpleObject)]
pub(crate) struct Session {
    /// Its id, for sessionEnd.
    id: Id<user_session::Entity>,
    /// Whether this request came with it.
    is_current: bool,
    /// What the device calls itself.
    device: Option<String>,
    /// Where it began: a network address.
    address: Option<String>,
    /// The agency it works in.
    agency_id: Option<Id<agency::Entity>>,
    /// When it began.
    created_at: DateTime,
    /// When its tokens were last renewed.
    refreshed_at: DateTime,
    /// When it ends unless its tokens are renewed before.
    ends_at: DateTime,
}

/// What a person can see of their own account.
#[derive(Clone, Copy, Debug, Default)]
pub struct PeopleQuery;

#[Object]
impl PeopleQuery {
    /// The caller's living sessions in all agencies, the latest used first; 100 at most.
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<Session>> {
        let (sessions, current) = sessions::list(&Gate::of(ctx)?).await?;
        let shown = sessions.into_iter().map(|session| Session {
            is_current: Some(session.id) == current,
            id: Id::of(session.id),
            device: session.device,
            address: session.address,
            agency_id: session.agency_id.map(Id::of),
            created_at: DateTime(session.created_at),
            refreshed_at: DateTime(session.refreshed_at),
            ends_at: DateTime(session.idle_ends_at.min(session.ends_at)),
        });
        Ok(shown.collect())
    }
}
