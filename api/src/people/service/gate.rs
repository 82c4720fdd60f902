//! What a rule about sign-in works with: the door, the request, and one moment.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use entity::{user, user::email_key};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
};
use tokio::sync::Notify;

use crate::{
    kernel::{
        error::{Error, Result, UserError, UserErrorCode},
        message::Message,
        random::Random,
        world::Caller,
    },
    people::{
        credentials::{
            password::{StoredPassword, Verdict, stored},
            throttle::{Action, Admission, Attempt, Place},
        },
        door::Door,
    },
};

/// What a rule about sign-in works with.
#[derive(Clone)]
pub(in crate::people) struct Gate {
    /// Everything that sign-in stands on.
    pub(in crate::people) door: Arc<Door>,
    /// The request.
    pub(in crate::people) caller: Arc<Caller>,
    /// The one moment of this request.
    pub(in crate::people) now: DateTime<Utc>,
    mail_waits: Option<Arc<Notify>>,
}

/// Somebody whose password was right.
pub(super) struct Proven {
    /// Who.
    pub(super) user: user::Model,
    /// The password as it is to be stored from now on, when it was stored in an older way.
    pub(super) renewed: Option<StoredPassword>,
}

impl Gate {
    /// The gate of a request, as of now.
    pub(in crate::people) fn new(
        door: Arc<Door>,
        caller: Arc<Caller>,
        mail_waits: Option<Arc<Notify>>,
    ) -> Self {
        let now = caller.world.now();
        Self {
            door,
            caller,
            now,
            mail_waits,
        }
    }

    /// The gate of whoever runs the program: no request, and nobody who is signed in.
    pub(super) fn of_console(door: Arc<Door>, caller: Arc<Caller>) -> Self {
        Self {
            door,
            now: caller.world.now(),
            caller,
            mail_waits: None,
        }
    }

    /// Chance.
    pub(super) fn random(&self) -> &dyn Random {
        self.caller.world.random.as_ref()
    }

    /// For single statements.
    pub(super) fn db(&self) -> &DatabaseConnection {
        &self.caller.world.db.write
    }

    /// Begins a transaction.
    pub(super) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        self.caller.world.db.begin_write().await
    }

    /// Tells the delivery that a mail waits: after the commit.
    pub(in crate::people) fn wake_mail(&self) {
        if let Some(waits) = &self.mail_waits {
            waits.notify_one();
        }
    }

    /// Forgets how the sessions of the caller's agency stand, after a change of its members: it acts at once.
    pub(in crate::people) fn forget_agency(&self) -> Result<()> {
        let agency = self.caller.actor()?.agency_id;
        self.door.sessions.forget_agency(agency.uuid());
        Ok(())
    }

    /// Where the request comes from.
    pub(super) fn place(&self) -> Place {
        let address = self.caller.address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        Place::from(address)
    }

    /// Lets an attempt through.
    ///
    /// # Errors
    /// `RATE_LIMITED` when there were too many.
    pub(super) async fn admitted(&self, action: Action, account: Option<&str>) -> Result<Attempt<'_>> {
        let admission = self
            .door
            .throttle
            .admit(self.db(), action, account, self.place(), self.now)
            .await?;
        match admission {
            Admission::Go(attempt) => Ok(attempt),
            Admission::Wait(span) => Err(Error::Wait(span.num_seconds() + 1)),
        }
    }

    /// The attempt came to nothing.
    pub(super) async fn failed(&self, attempt: Attempt<'_>) -> Result<()> {
        Ok(attempt.failed(self.db(), self.random(), self.now).await?)
    }

    /// Compares a password with the one of `user`, in the same time whether or not there is one.
    pub(super) async fn prove(&self, user: Option<user::Model>, password: &str) -> Result<Option<Proven>> {
        let known = user.as_ref().and_then(stored);
        let verdict = self.door.passwords.verify(password, known.as_ref()).await?;
        let renewed = match verdict {
            Verdict::Wrong => return Ok(None),
            Verdict::Right => None,
            Verdict::Outdated => Some(self.door.passwords.hash(password, self.random()).await?),
        };
        Ok(user.map(|user| Proven { user, renewed }))
    }

    /// The user with an address.
    #[expect(
        clippy::disallowed_methods,
        reason = "who asks is not known before this is read"
    )]
    pub(super) async fn user_of(
        &self,
        db: &impl ConnectionTrait,
        email: &str,
    ) -> Result<Option<user::Model>, DbErr> {
        user::Entity::find()
            .filter(user::Column::EmailKey.eq(email_key(email)))
            .one(db)
            .await
    }
}

/// The answer to a wrong password and to an unknown address alike.
pub(super) fn wrong_credentials() -> Error {
    refused("input", say!("the address or the password is wrong"))
}

/// The answer to a link that does not work, for whatever reason.
pub(super) fn dead_link() -> Error {
    refused("input.token", say!("the link does not work, or no longer"))
}

/// A proof that is none.
pub(super) fn refused(path: &str, message: impl Into<Message>) -> Error {
    UserError::new(UserErrorCode::InvalidCredentials, path, message).into()
}
