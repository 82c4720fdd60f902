//! The end of sessions.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    refresh_token,
    user_session::{Column, EndReason, Entity, Model},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::Expr,
};
use uuid::Uuid;

use super::live;
use crate::people::credentials::error::Result;

/// How long ended sessions are kept: a stolen refresh token is recognised that long.
const MEMORY: TimeDelta = TimeDelta::days(30);

/// Ends one session of a user. False when there is no such living one.
pub async fn end(
    connection: &impl ConnectionTrait,
    user_id: Uuid,
    session_id: Uuid,
    reason: EndReason,
    now: DateTime<Utc>,
) -> Result<bool> {
    let it = Condition::all()
        .add(Column::UserId.eq(user_id))
        .add(Column::Id.eq(session_id));
    Ok(!end_where(connection, it, reason, now).await?.is_empty())
}

/// Ends all sessions of a user but `except`. Their ids, for [`SessionCache::forget`](super::cache::SessionCache::forget).
pub async fn end_all(
    connection: &impl ConnectionTrait,
    user_id: Uuid,
    except: Option<Uuid>,
    reason: EndReason,
    now: DateTime<Utc>,
) -> Result<Vec<Uuid>> {
    let those = Condition::all()
        .add(Column::UserId.eq(user_id))
        .add_option(except.map(|except| Column::Id.ne(except)));
    Ok(ids(end_where(connection, those, reason, now).await?))
}

/// Ends all sessions of a user in one agency. Their ids, as above.
pub async fn end_in_agency(
    connection: &impl ConnectionTrait,
    user_id: Uuid,
    agency_id: Uuid,
    reason: EndReason,
    now: DateTime<Utc>,
) -> Result<Vec<Uuid>> {
    let those = Condition::all()
        .add(Column::UserId.eq(user_id))
        .add(Column::AgencyId.eq(agency_id));
    Ok(ids(end_where(connection, those, reason, now).await?))
}

/// Forgets sessions whose time was up a month ago. How many.
pub async fn purge(connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<u64> {
    let long_gone = Condition::any()
        .add(Column::EndedAt.lt(now - MEMORY))
        .add(Column::IdleEndsAt.lt(now - MEMORY));
    let which = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(long_gone.clone())
        .into_query();
    refresh_token::Entity::delete_many()
        .filter(refresh_token::Column::SessionId.in_subquery(which))
        .exec(connection)
        .await?;
    Ok(Entity::delete_many()
        .filter(long_gone)
        .exec(connection)
        .await?
        .rows_affected)
}

pub(super) async fn end_where(
    connection: &impl ConnectionTrait,
    which: Condition,
    reason: EndReason,
    now: DateTime<Utc>,
) -> Result<Vec<Model>> {
    let ended = live(now)
        .col_expr(Column::EndedAt, Expr::value(now))
        .col_expr(Column::EndReason, Expr::value(reason))
        .filter(which)
        .exec_with_returning(connection)
        .await?;
    Ok(ended)
}

fn ids(sessions: Vec<Model>) -> Vec<Uuid> {
    sessions.into_iter().map(|session| session.id).collect()
}
