//! A user's place in an agency, and the sessions that begin there.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    agency,
    membership::{self, MemberStatus, Role},
    secret::Secret,
    user,
    value::Id,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use super::gate::{Gate, Proven, wrong_credentials};
use crate::{
    kernel::{actor::Actor, error::Result},
    people::{
        credentials::{
            session::{self, Start},
            token::Subject,
        },
        door::actor_of,
    },
};

/// How exactly it is kept when somebody was last active: what is finer is not worth a write.
const ACTIVE_WITHIN: TimeDelta = TimeDelta::minutes(5);

/// Places of one user that are looked at.
const PLACES: u64 = 100;

/// A pair of tokens, and whose they are.
pub(in crate::people) struct Tokens {
    pub(in crate::people) access: String,
    pub(in crate::people) refresh: Secret,
    pub(in crate::people) expires_at: DateTime<Utc>,
    pub(in crate::people) actor: Actor,
}

/// A user's place in an agency.
pub(in crate::people) struct Seat {
    pub(super) user_id: Uuid,
    pub(super) member: membership::Model,
    pub(super) agency: agency::Model,
}

/// Those of a user's places that are open: an invitation is not accepted yet, a deactivated member may not enter.
fn open_to(user_id: Uuid) -> Condition {
    Condition::all()
        .add(membership::Column::UserId.eq(user_id))
        .add(membership::Column::Status.eq(MemberStatus::Active))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a person's own places, in all agencies: no actor sees across them"
)]
impl Seat {
    /// The user's place in the agency they ask for; else in the one they used last; else in their first.
    pub(super) async fn find(
        db: &impl ConnectionTrait,
        (user_id, last): (Uuid, Option<Uuid>),
        wanted: Option<Id<agency::Entity>>,
    ) -> Result<Option<Self>> {
        let own = membership::Entity::find()
            .filter(open_to(user_id))
            .order_by_asc(membership::Column::Id)
            .all(db)
            .await?;
        let at = |agency: Option<Uuid>| {
            own.iter()
                .find(|member| Some(member.agency_id.uuid()) == agency)
                .cloned()
        };
        let member = match wanted {
            Some(wanted) => at(Some(wanted.uuid())),
            None => at(last).or_else(|| own.first().cloned()),
        };
        let Some(member) = member else { return Ok(None) };
        let agency = Self::agency_of(db, &member).await?;
        Ok(agency.map(|agency| Self {
            user_id,
            member,
            agency,
        }))
    }

    /// The agency that a place is in.
    pub(super) async fn agency_of(
        db: &impl ConnectionTrait,
        member: &membership::Model,
    ) -> Result<Option<agency::Model>> {
        Ok(agency::Entity::find_by_id(member.agency_id).one(db).await?)
    }

    /// Notes that the member is here. False when their place was closed meanwhile; otherwise it stays open until the commit.
    pub(super) async fn enter(&self, txn: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<bool> {
        let here = membership::Entity::update_many()
            .col_expr(membership::Column::LastActiveAt, Expr::value(now))
            .filter(membership::Column::Id.eq(self.member.id))
            .filter(open_to(self.user_id))
            .exec(txn)
            .await?;
        Ok(here.rows_affected == 1)
    }

    /// Notes that the member is still here, when the last note is some minutes old.
    pub(super) async fn stay(&self, txn: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<()> {
        let noted = self.member.last_active_at;
        if noted.is_none_or(|noted| noted + ACTIVE_WITHIN <= now) {
            self.enter(txn, now).await?;
        }
        Ok(())
    }

    /// Notes who signed in where. The password must still be the one that was proven: a change of it has ended the sessions
    /// of the old one, and none may begin behind its back.
    pub(super) async fn take(
        &self,
        txn: &impl ConnectionTrait,
        proven: &Proven,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let Proven { user, renewed } = proven;
        let mut update = user::Entity::update_many()
            .col_expr(user::Column::LastAgencyId, Expr::value(self.agency.id.uuid()))
            .filter(user::Column::Id.eq(user.id))
            .filter(user::Column::PasswordHash.eq(user.password_hash.clone()));
        if let Some(password) = renewed {
            update = update
                .col_expr(user::Column::PasswordHash, Expr::value(password.phc.clone()))
                .col_expr(user::Column::PasswordPepper, Expr::value(password.pepper.clone()));
        }
        let taken = update.exec(txn).await?.rows_affected == 1;
        if taken && self.enter(txn, now).await? {
            Ok(())
        } else {
            Err(wrong_credentials())
        }
    }

    /// What a session works in when it comes here.
    pub(super) fn target(&self) -> (Uuid, bool) {
        (self.agency.id.uuid(), self.member.role == Role::Portal)
    }

    /// Starts a session here.
    pub(super) async fn begin(
        &self,
        gate: &Gate,
        txn: &impl ConnectionTrait,
        device: Option<String>,
    ) -> Result<Tokens> {
        let (agency_id, is_portal) = self.target();
        let start = Start {
            user_id: self.user_id,
            agency_id: Some(agency_id),
            is_portal,
            device: device.or_else(|| gate.caller.device.clone()),
            address: gate.caller.address.map(|address| address.to_string()),
        };
        let sessions = &gate.door.policies.sessions;
        let (session, refresh) = session::start(txn, start, sessions, gate.random(), gate.now).await?;
        self.issue(gate, session.id, refresh)
    }

    /// The tokens of a session here. What the request selects of the viewer is read for whom they are made.
    pub(super) fn issue(&self, gate: &Gate, session: Uuid, refresh: Secret) -> Result<Tokens> {
        let subject = Subject {
            user: self.user_id,
            agency: self.agency.id.uuid(),
            session,
        };
        let (access, expires_at) = gate.door.tokens.issue(&subject, gate.random(), gate.now)?;
        let actor = actor_of(&self.member, &self.agency, Some(session));
        gate.caller.become_actor(actor.clone());
        Ok(Tokens {
            access,
            refresh,
            expires_at,
            actor,
        })
    }
}

/// The open places of a user with their agencies, the oldest first.
///
/// # Errors
/// When the database fails.
#[expect(
    clippy::disallowed_methods,
    reason = "a person's own places, in all agencies: no actor sees across them"
)]
pub async fn places(
    db: &impl ConnectionTrait,
    user_id: Uuid,
) -> Result<Vec<(membership::Model, agency::Model)>> {
    let own = membership::Entity::find()
        .filter(open_to(user_id))
        .order_by_asc(membership::Column::Id)
        .limit(PLACES)
        .all(db)
        .await?;
    let agencies = agency::Entity::find()
        .filter(agency::Column::Id.is_in(own.iter().map(|member| member.agency_id)))
        .all(db)
        .await?;
    let named = own.into_iter().filter_map(|member| {
        let agency = agencies.iter().find(|agency| agency.id == member.agency_id)?;
        Some((member, agency.clone()))
    });
    Ok(named.collect())
}
