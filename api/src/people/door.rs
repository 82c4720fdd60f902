//! The door: everything that sign-in stands on, held by the process, and how a token becomes an actor.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::{
    agency,
    membership::{self, MemberStatus},
    value::Id,
};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::credentials::{
    error::Result,
    keys::{KeyRing, files::KeyFiles, sealed::SealedKeys, store::KeyStore},
    password::{Cost, Passwords},
    policy::Policies,
    session::{
        self,
        cache::{SessionCache, Standing},
    },
    throttle::Throttle,
    token::{AccessTokens, Claims},
};
use crate::{
    config::{AuthSettings, DatabaseUrl, Settings, SignUp},
    kernel::{
        actor::{Actor, Who},
        world::World,
    },
};

/// Everything that sign-in stands on.
pub struct Door {
    /// Checks passwords.
    pub passwords: Passwords,
    /// Makes and checks access tokens.
    pub tokens: AccessTokens,
    /// The keys behind them.
    pub ring: Arc<KeyRing>,
    /// Slows guessers down.
    pub throttle: Throttle,
    /// Remembers how sessions stand.
    pub sessions: SessionCache<Actor>,
    /// What the host decided.
    pub policies: Policies,
    /// Whether strangers may make an agency.
    pub sign_up: SignUp,
    /// Where links in mails lead.
    pub link_base: String,
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Door").finish_non_exhaustive()
    }
}

impl Door {
    /// Opens the door of a process by its settings.
    ///
    /// # Errors
    /// When the keys cannot be read or made.
    pub async fn open(settings: &Settings, world: &World) -> Result<Self> {
        let store: Arc<dyn KeyStore> = match &settings.database.url {
            DatabaseUrl::Sqlite(path) => Arc::new(KeyFiles::beside(path)),
            DatabaseUrl::Postgres(_) => {
                Arc::new(SealedKeys::new(world.db.write.clone(), settings.secret.reveal())?)
            }
        };
        Self::with(store, &settings.auth, &settings.mail.link_base, world).await
    }

    /// Opens a door over these keys.
    ///
    /// # Errors
    /// When the keys cannot be read or made.
    pub async fn with(
        store: Arc<dyn KeyStore>,
        settings: &AuthSettings,
        link_base: &str,
        world: &World,
    ) -> Result<Self> {
        let policies = Policies::from(settings);
        let random = world.random.as_ref();
        let ring = Arc::new(KeyRing::open(store, policies.rotation, random, world.now()).await?);
        Ok(Self {
            passwords: Passwords::new(Cost::default(), ring.peppers(), random)?,
            tokens: AccessTokens::new(ring.clone(), policies.tokens.clone()),
            ring,
            throttle: Throttle::new(policies.limits),
            sessions: SessionCache::default(),
            policies,
            sign_up: settings.sign_up,
            link_base: link_base.to_owned(),
        })
    }

    /// Who a token's session belongs to now; none when it has ended, or the person may no longer sign in to the agency.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn actor(&self, world: &World, claims: &Claims) -> Result<Option<Actor>, DbErr> {
        let now = world.now();
        let load = standing(&world.db.read, claims.sid, now);
        let standing = self.sessions.find(claims.sid, now, load).await?;
        let fits = standing
            .filter(|standing| standing.user_id == claims.sub && standing.agency_id == Some(claims.tid));
        Ok(fits.map(|standing| standing.state.clone()))
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "who asks is not known before this is read"
)]
async fn standing(
    db: &DatabaseConnection,
    session_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<Standing<Actor>>, DbErr> {
    let session = session::find_live(db, session_id, now)
        .await
        .map_err(|error| match error {
            super::credentials::error::CredentialError::Database(error) => error,
            other => DbErr::Custom(other.to_string()),
        })?;
    let Some((session, agency_id)) =
        session.and_then(|session| session.agency_id.map(|agency| (session, agency)))
    else {
        return Ok(None);
    };
    let member = membership::Entity::find()
        .filter(membership::Column::AgencyId.eq(agency_id))
        .filter(membership::Column::UserId.eq(session.user_id))
        .filter(membership::Column::Status.eq(MemberStatus::Active));
    let Some(member) = member.one(db).await? else {
        return Ok(None);
    };
    let Some(agency) = agency::Entity::find_by_id(Id::of(agency_id)).one(db).await? else {
        return Ok(None);
    };
    Ok(Some(Standing {
        user_id: session.user_id,
        agency_id: session.agency_id,
        ends_at: session.idle_ends_at.min(session.ends_at),
        state: actor_of(&member, &agency, Some(session_id)),
    }))
}

/// A member as an actor.
#[must_use]
pub fn actor_of(member: &membership::Model, agency: &agency::Model, session_id: Option<Uuid>) -> Actor {
    Actor::new(Who {
        agency_id: agency.id,
        user_id: Some(member.user_id),
        member_id: Some(member.id),
        session_id,
        role: member.role,
        contact_id: member.contact_id,
        client_id: member.client_id,
        may_accept_proposals: member.may_accept_proposals,
        locale: member.locale.unwrap_or(agency.locale),
        agency_locale: agency.locale,
        base_currency: agency.base_currency,
        time_zone: agency.time_zone.clone(),
        calendar: agency.calendar,
    })
}
