//! Links that work once: bound to a purpose, a person and an address.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    one_time_token::{ActiveModel, Column, Entity, Model, Purpose},
    secret::Secret,
    user,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{
    error::Result,
    opaque::{self, Opaque},
};
use crate::kernel::random::Random;

const PREFIX: &str = "rot_";

/// How long links work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkPolicy {
    /// Those to reset a password.
    pub reset: TimeDelta,
    /// Invitations.
    pub invitation: TimeDelta,
}

impl Default for LinkPolicy {
    fn default() -> Self {
        Self {
            reset: TimeDelta::minutes(30),
            invitation: TimeDelta::days(7),
        }
    }
}

impl LinkPolicy {
    fn lifetime(&self, purpose: Purpose) -> TimeDelta {
        match purpose {
            Purpose::PasswordReset => self.reset,
            Purpose::Invitation => self.invitation,
        }
    }
}

/// What a link is to open, and for whom.
#[derive(Debug, Clone)]
pub struct Grant {
    /// What it opens.
    pub purpose: Purpose,
    /// The person, when they have an account.
    pub user_id: Option<Uuid>,
    /// The agency that speaks by it.
    pub agency_id: Option<Uuid>,
    /// The record that it is about.
    pub subject_id: Option<Uuid>,
    /// The address that it is sent to.
    pub email: String,
}

/// Makes a link. Those of the same purpose and address that were sent before, by the same agency, stop working.
pub async fn issue(
    connection: &impl ConnectionTrait,
    grant: Grant,
    policy: &LinkPolicy,
    random: &dyn Random,
    now: DateTime<Utc>,
) -> Result<(Model, Secret)> {
    let Grant {
        purpose,
        user_id,
        agency_id,
        subject_id,
        email,
    } = grant;
    let email_key = user::email_key(&email);
    let same = Condition::all()
        .add(Column::Purpose.eq(purpose))
        .add(Column::EmailKey.eq(&email_key))
        .add(agency_id.map_or(Column::AgencyId.is_null(), |agency_id| {
            Column::AgencyId.eq(agency_id)
        }));
    void_where(connection, same, now).await?;
    let Opaque { text, hash } = Opaque::new(PREFIX, random);
    let row = ActiveModel {
        id: Set(random.uuid(now)),
        hash: Set(hash),
        purpose: Set(purpose),
        user_id: Set(user_id),
        agency_id: Set(agency_id),
        subject_id: Set(subject_id),
        email_key: Set(email_key),
        created_at: Set(now),
        expires_at: Set(now + policy.lifetime(purpose)),
        used_at: Set(None),
        voided_at: Set(None),
    };
    Ok((Entity::insert(row).exec_with_returning(connection).await?, text))
}

/// What a link opens, without using it up: to show an invitation before it is accepted.
pub async fn peek(
    connection: &impl ConnectionTrait,
    text: &str,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<Option<Model>> {
    let Some(hash) = opaque::parse(PREFIX, text) else {
        return Ok(None);
    };
    Ok(Entity::find()
        .filter(Column::Hash.eq(hash))
        .filter(works(purpose, now))
        .one(connection)
        .await?)
}

/// Uses a link up. One statement decides: of many who come at once, one gets it. None for all that does not work, for
/// whatever reason.
pub async fn redeem(
    connection: &impl ConnectionTrait,
    text: &str,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<Option<Model>> {
    let Some(hash) = opaque::parse(PREFIX, text) else {
        return Ok(None);
    };
    let redeemed = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::Hash.eq(hash))
        .filter(works(purpose, now))
        .exec_with_returning(connection)
        .await?;
    Ok(redeemed.into_iter().next())
}

/// Stops all links of a user: their password or address has changed.
pub async fn void(connection: &impl ConnectionTrait, user_id: Uuid, now: DateTime<Utc>) -> Result<()> {
    void_where(connection, Condition::all().add(Column::UserId.eq(user_id)), now).await
}

/// Stops the links about a record: an invitation was withdrawn.
pub async fn void_about(
    connection: &impl ConnectionTrait,
    subject_id: Uuid,
    now: DateTime<Utc>,
) -> Result<()> {
    void_where(
        connection,
        Condition::all().add(Column::SubjectId.eq(subject_id)),
        now,
    )
    .await
}

/// Forgets links that stopped working a month ago. How many.
pub async fn purge(connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<u64> {
    let old = Entity::delete_many().filter(Column::ExpiresAt.lt(now - TimeDelta::days(30)));
    Ok(old.exec(connection).await?.rows_affected)
}

/// Of this purpose, unused, in time, and its person still has the address that it was sent to.
fn works(purpose: Purpose, now: DateTime<Utc>) -> Condition {
    let same = |its, ours| ExprTrait::equals(Expr::col((user::Entity, its)), (Entity, ours));
    let bearer = user::Entity::find()
        .select_only()
        .expr(Expr::value(1))
        .filter(same(user::Column::Id, Column::UserId))
        .filter(same(user::Column::EmailKey, Column::EmailKey))
        .into_query();
    Condition::all()
        .add(Column::Purpose.eq(purpose))
        .add(Column::UsedAt.is_null())
        .add(Column::VoidedAt.is_null())
        .add(Column::ExpiresAt.gt(now))
        .add(
            Condition::any()
                .add(Column::UserId.is_null())
                .add(Expr::exists(bearer)),
        )
}

async fn void_where(connection: &impl ConnectionTrait, which: Condition, now: DateTime<Utc>) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::VoidedAt, Expr::value(now))
        .filter(which)
        .filter(Column::UsedAt.is_null())
        .filter(Column::VoidedAt.is_null())
        .exec(connection)
        .await?;
    Ok(())
}
