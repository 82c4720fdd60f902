//! Rules of what whoever runs the program does to users, without signing in.
//!
//! They stand on the same ground as signing up and resetting a password. Only what protects against guessers is left out: who
//! reaches the database needs no guesses.

use std::sync::Arc;

use entity::{
    agency::{self, Calendar, Locale},
    membership::{self, MemberStatus, Role},
    secret::Secret,
    user,
    value::{CurrencyCode, Id},
};
use sea_orm::{ConnectionTrait, EntityTrait};

use super::{
    gate::Gate,
    password::{check, user_locked},
};
use crate::{
    kernel::{
        actor::Actor,
        check::{Checks, NAME},
        error::{Error, Result, UserError, UserErrorCode},
        event::EventType,
        tx::Tx,
        world::Caller,
    },
    people::{
        account::{Founding, Maker, NewPassword, set_password, strong},
        credentials::{one_time, strength::Bearer},
        door::Door,
    },
};

/// A user to be made.
#[derive(Debug)]
pub struct NewUser {
    /// The mail address that they sign in with.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their password.
    pub password: Secret,
    /// Where they are at work.
    pub place: NewPlace,
}

/// Where a new user is at work.
#[derive(Debug)]
pub enum NewPlace {
    /// In a new agency of this name, as its owner.
    Founded(String),
    /// In an agency that is there, in this role.
    Given(Id<agency::Entity>, Role),
}

/// Makes a user with a password, and their place in an agency.
///
/// # Errors
/// When the address is taken, the password is too easy to guess, there is no such agency, or the database fails.
pub async fn user_create(
    door: Arc<Door>,
    caller: Arc<Caller>,
    new: NewUser,
) -> Result<(agency::Model, membership::Model)> {
    let gate = Gate::of_console(door, caller);
    new.check()?;
    if gate.user_of(gate.db(), &new.email).await?.is_some() {
        return Err(address_taken());
    }
    let known = match &new.place {
        NewPlace::Founded(_) => None,
        NewPlace::Given(agency, _) => Some(agency_by(gate.db(), *agency).await?),
    };
    new.check_password(&gate, known.as_ref())?;
    let password = gate
        .door
        .passwords
        .hash(new.password.reveal(), gate.random())
        .await?;
    let txn = gate.begin().await?;
    let maker = Maker {
        connection: &txn,
        random: gate.random(),
        now: gate.now,
    };
    let (agency, role) = match (known, new.place) {
        (Some(known), NewPlace::Given(_, role)) => (known, role),
        (_, NewPlace::Founded(name)) => (maker.agency(usual(&name)).await?, Role::Owner),
        (None, NewPlace::Given(..)) => return Err(Error::internal("a place in no agency")),
    };
    let user = maker
        .user(&new.name, &new.email, agency.locale, Some(password))
        .await
        .map_err(|error| {
            if error.is_unique_violation() {
                address_taken()
            } else {
                error
            }
        })?;
    let member = maker.member(&agency, &user, role, MemberStatus::Active).await?;
    let tx = Tx::over(txn, gate.caller.clone(), Actor::system(&agency));
    tx.tell(EventType::MemberJoined, &member);
    tx.commit().await?;
    Ok((agency, member))
}

impl NewUser {
    /// Checks the form.
    fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.email("email", Some(&self.email));
        checks.text("name", &self.name, NAME);
        match &self.place {
            NewPlace::Founded(name) => checks.text("agencyName", name, NAME),
            NewPlace::Given(_, Role::Portal) => checks.fault(UserError::invalid(
                "input.role",
                say!("a portal user is a contact of a client: invite them with memberInvite"),
            )),
            NewPlace::Given(..) => {}
        }
        checks.done()
    }

    fn check_password(&self, gate: &Gate, known: Option<&agency::Model>) -> Result<()> {
        let (name, is_owner) = match &self.place {
            NewPlace::Founded(name) => (Some(name), true),
            NewPlace::Given(_, role) => (known.map(|agency| &agency.name), *role == Role::Owner),
        };
        let agencies: Vec<&str> = name.into_iter().map(String::as_str).collect();
        let bearer = Bearer {
            email: &self.email,
            agencies: &agencies,
            is_owner,
        };
        let lengths = &gate.door.policies.lengths;
        strong(self.password.reveal(), &bearer, lengths, "input.password")
    }
}

/// A new agency with the usual settings, which its owner can change.
fn usual(name: &str) -> Founding {
    Founding {
        name: name.trim().to_owned(),
        base_currency: CurrencyCode::EUR,
        locale: Locale::En,
        time_zone: "UTC".to_owned(),
        calendar: Calendar::Gregorian,
    }
}

fn address_taken() -> Error {
    let message = say!("there is a user with this address already");
    UserError::new(UserErrorCode::NotUnique, "input.email", message).into()
}

#[expect(
    clippy::disallowed_methods,
    reason = "nobody is signed in: no actor sees agencies"
)]
async fn agency_by(db: &impl ConnectionTrait, id: Id<agency::Entity>) -> Result<agency::Model> {
    let agency = agency::Entity::find_by_id(id).one(db).await?;
    agency.ok_or_else(|| {
        UserError::new(
            UserErrorCode::NotFound,
            "input.agency",
            say!("there is no such agency"),
        )
        .into()
    })
}

/// Sets a new password of the user with this address. All their sessions end, and so does the wait of a guessed-at account.
///
/// # Errors
/// When there is no such user, the password is too easy to guess, or the database fails.
pub async fn user_password(
    door: Arc<Door>,
    caller: Arc<Caller>,
    email: &str,
    password: &Secret,
) -> Result<user::Model> {
    let gate = Gate::of_console(door, caller);
    let Some(user) = gate.user_of(gate.db(), email).await? else {
        let message = say!("there is no user with this address");
        return Err(UserError::new(UserErrorCode::NotFound, "input.email", message).into());
    };
    check(&gate, &user, password.reveal(), None).await?;
    let password = gate.door.passwords.hash(password.reveal(), gate.random()).await?;
    let new = NewPassword {
        password,
        is_address_shown: false,
        except: None,
    };
    let txn = gate.begin().await?;
    // Links before users, as those do who use one: nobody waits for the other for ever.
    one_time::void(&txn, user.id, gate.now).await?;
    user_locked(&txn, user.id).await?;
    let ended = set_password(&txn, &user, new, gate.now).await?;
    gate.door.throttle.clear(&txn, &user.email, gate.place()).await?;
    txn.commit().await?;
    gate.door.sessions.forget(ended);
    Ok(user)
}
