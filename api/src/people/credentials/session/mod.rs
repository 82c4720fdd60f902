//! Sessions: one sign-in on one device, from its start to its end.

pub mod cache;
pub mod end;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    secret::Secret,
    user_session::{ActiveModel, Column, EndReason, Entity, Model},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, UpdateMany,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{
    error::Result,
    refresh::{self, Use},
};
use crate::kernel::random::Random;

const LONGEST_DEVICE: usize = 200;

/// How long a session lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// Without being refreshed.
    pub idle: TimeDelta,
    /// In any case.
    pub absolute: TimeDelta,
}

/// How long sessions live, by who signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionPolicy {
    /// Of those who work for the agency.
    pub staff: Lifetimes,
    /// Of clients' people.
    pub portal: Lifetimes,
}

impl Default for SessionPolicy {
    fn default() -> Self {
        Self {
            staff: Lifetimes {
                idle: TimeDelta::days(14),
                absolute: TimeDelta::days(30),
            },
            portal: Lifetimes {
                idle: TimeDelta::days(7),
                absolute: TimeDelta::days(14),
            },
        }
    }
}

impl SessionPolicy {
    /// When a session of this kind ends: unless refreshed, and in any case.
    fn ends(
        &self,
        is_portal: bool,
        created_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> (DateTime<Utc>, DateTime<Utc>) {
        let Lifetimes { idle, absolute } = if is_portal { self.portal } else { self.staff };
        let ends_at = created_at + absolute;
        (ends_at.min(now + idle), ends_at)
    }
}

/// Who signs in, where, and on what.
#[derive(Debug, Clone)]
pub struct Start {
    /// The user.
    pub user_id: Uuid,
    /// The agency that the session works in.
    pub agency_id: Option<Uuid>,
    /// Whether the user is a client's.
    pub is_portal: bool,
    /// What the device calls itself.
    pub device: Option<String>,
    /// Where the request came from.
    pub address: Option<String>,
}

/// What became of a request for a new pair of tokens.
#[derive(Debug, Clone)]
pub enum Rotation {
    /// The session goes on with this refresh token.
    Renewed {
        /// The session.
        session: Model,
        /// Its next refresh token.
        refresh_token: Secret,
    },
    /// The refresh token had been used before: the session was ended by this, and its user is to be told.
    Replayed {
        /// The session that ended.
        session: Model,
    },
    /// The token is unknown, or its session has ended.
    Refused,
}

/// Whether a session is alive at `now`.
pub fn is_live(session: &Model, now: DateTime<Utc>) -> bool {
    session.ended_at.is_none() && now < session.idle_ends_at && now < session.ends_at
}

/// Starts a session and gives its first refresh token.
pub async fn start(
    connection: &impl ConnectionTrait,
    start: Start,
    policy: &SessionPolicy,
    random: &dyn Random,
    now: DateTime<Utc>,
) -> Result<(Model, Secret)> {
    let Start {
        user_id,
        agency_id,
        is_portal,
        device,
        address,
    } = start;
    let (idle_ends_at, ends_at) = policy.ends(is_portal, now, now);
    let row = ActiveModel {
        id: Set(random.uuid(now)),
        user_id: Set(user_id),
        agency_id: Set(agency_id),
        is_portal: Set(is_portal),
        device: Set(device.map(|device| device.chars().take(LONGEST_DEVICE).collect())),
        address: Set(address),
        created_at: Set(now),
        refreshed_at: Set(now),
        idle_ends_at: Set(idle_ends_at),
        ends_at: Set(ends_at),
        ended_at: Set(None),
        end_reason: Set(None),
    };
    let session = Entity::insert(row).exec_with_returning(connection).await?;
    let refresh_token = refresh::issue(connection, session.id, random, now).await?;
    Ok((session, refresh_token))
}

/// Exchanges a refresh token for the next one. The transaction is to be committed whatever the answer is: a replayed
/// token has ended its session.
pub async fn rotate(
    connection: &impl ConnectionTrait,
    token: &str,
    policy: &SessionPolicy,
    random: &dyn Random,
    now: DateTime<Utc>,
) -> Result<Rotation> {
    match refresh::consume(connection, token, now).await? {
        Use::Unknown => Ok(Rotation::Refused),
        Use::Again(session_id) => {
            let ended = end::end_where(
                connection,
                Column::Id.eq(session_id).into(),
                EndReason::TokenReplayed,
                now,
            )
            .await?;
            Ok(ended
                .into_iter()
                .next()
                .map_or(Rotation::Refused, |session| Rotation::Replayed { session }))
        }
        Use::First(session_id) => renew(connection, session_id, policy, random, now).await,
    }
}

async fn renew(
    connection: &impl ConnectionTrait,
    session_id: Uuid,
    policy: &SessionPolicy,
    random: &dyn Random,
    now: DateTime<Utc>,
) -> Result<Rotation> {
    let Some(session) = find_live(connection, session_id, now).await? else {
        return Ok(Rotation::Refused);
    };
    let (idle_ends_at, _) = policy.ends(session.is_portal, session.created_at, now);
    let renewed = live(now)
        .col_expr(Column::RefreshedAt, Expr::value(now))
        .col_expr(Column::IdleEndsAt, Expr::value(idle_ends_at.min(session.ends_at)))
        .filter(Column::Id.eq(session_id))
        .exec_with_returning(connection)
        .await?;
    let Some(session) = renewed.into_iter().next() else {
        return Ok(Rotation::Refused);
    };
    let refresh_token = refresh::issue(connection, session_id, random, now).await?;
    Ok(Rotation::Renewed {
        session,
        refresh_token,
    })
}

/// The session of this id, if it is alive.
pub async fn find_live(
    connection: &impl ConnectionTrait,
    session_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<Model>> {
    let session = Entity::find_by_id(session_id).one(connection).await?;
    Ok(session.filter(|session| is_live(session, now)))
}

/// The living sessions of a user, the latest used first.
pub async fn list(
    connection: &impl ConnectionTrait,
    user_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<Model>> {
    let sessions = Entity::find()
        .filter(Column::UserId.eq(user_id))
        .filter(Column::EndedAt.is_null())
        .filter(Column::IdleEndsAt.gt(now))
        .order_by_desc(Column::RefreshedAt)
        .order_by_desc(Column::Id)
        .all(connection)
        .await?;
    Ok(sessions)
}

/// Takes a living session to another agency of its user.
pub async fn switch(
    connection: &impl ConnectionTrait,
    session: &Model,
    (agency_id, is_portal): (Uuid, bool),
    policy: &SessionPolicy,
    now: DateTime<Utc>,
) -> Result<Option<Model>> {
    let (idle_ends_at, ends_at) = policy.ends(is_portal, session.created_at, now);
    let switched = live(now)
        .col_expr(Column::AgencyId, Expr::value(agency_id))
        .col_expr(Column::IsPortal, Expr::value(is_portal))
        .col_expr(Column::IdleEndsAt, Expr::value(idle_ends_at))
        .col_expr(Column::EndsAt, Expr::value(ends_at))
        .filter(Column::Id.eq(session.id))
        .exec_with_returning(connection)
        .await?;
    Ok(switched.into_iter().next())
}

/// The next refresh token of a living session whose user is known otherwise: by the access token. The one before is used up.
pub async fn exchange(
    connection: &impl ConnectionTrait,
    session_id: Uuid,
    random: &dyn Random,
    now: DateTime<Utc>,
) -> Result<Secret> {
    refresh::use_up(connection, session_id, now).await?;
    refresh::issue(connection, session_id, random, now).await
}

fn live(now: DateTime<Utc>) -> UpdateMany<Entity> {
    Entity::update_many()
        .filter(Column::EndedAt.is_null())
        .filter(Column::IdleEndsAt.gt(now))
        .filter(Column::EndsAt.gt(now))
}
