//! Refresh tokens: each is good for one new pair, and a second use of one is a theft.

use chrono::{DateTime, Utc};
use entity::{
    refresh_token::{ActiveModel, Column, Entity},
    secret::Secret,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    error::Result,
    opaque::{self, Opaque},
};
use crate::kernel::random::Random;

const PREFIX: &str = "rtk_";

/// What became of a refresh token that was shown to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// It was the last of its session's chain, and is used up now.
    First(Uuid),
    /// It had been used before: two parties hold this session's tokens.
    Again(Uuid),
    /// It is none of ours.
    Unknown,
}

/// Adds the next token to the chain of a session.
pub(super) async fn issue(
    connection: &impl ConnectionTrait,
    session_id: Uuid,
    random: &dyn Random,
    now: DateTime<Utc>,
) -> Result<Secret> {
    let Opaque { text, hash } = Opaque::new(PREFIX, random);
    let row = ActiveModel {
        id: Set(random.uuid(now)),
        session_id: Set(session_id),
        hash: Set(hash),
        created_at: Set(now),
        used_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(connection).await?;
    Ok(text)
}

/// Uses a token up. One statement decides: of many who come at once with the same token, one is first.
pub(super) async fn consume(
    connection: &impl ConnectionTrait,
    text: &str,
    now: DateTime<Utc>,
) -> Result<Use> {
    let Some(hash) = opaque::parse(PREFIX, text) else {
        return Ok(Use::Unknown);
    };
    let update = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::Hash.eq(hash.clone()))
        .filter(Column::UsedAt.is_null());
    let is_first = update.exec(connection).await?.rows_affected == 1;
    let session_id: Option<Uuid> = Entity::find()
        .select_only()
        .column(Column::SessionId)
        .filter(Column::Hash.eq(hash))
        .into_tuple()
        .one(connection)
        .await?;
    Ok(match session_id {
        Some(session_id) if is_first => Use::First(session_id),
        Some(session_id) => Use::Again(session_id),
        None => Use::Unknown,
    })
}

/// Uses up whatever token of a session is still good.
pub(super) async fn use_up(
    connection: &impl ConnectionTrait,
    session_id: Uuid,
    now: DateTime<Utc>,
) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::SessionId.eq(session_id))
        .filter(Column::UsedAt.is_null())
        .exec(connection)
        .await?;
    Ok(())
}
