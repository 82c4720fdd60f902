//! Rules of signing up, in and out.
//!
//! Whoever asks is not known yet: nothing here has an actor. Unknown addresses and wrong passwords get the same answer after the
//! same work.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::{
    agency::{self, Calendar, Locale},
    membership::{self, MemberStatus, Role},
    secret::Secret,
    user::{self, email_key},
    user_session::{self, EndReason},
    value::{CurrencyCode, Id},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder,
};

use super::{
    account::{Founding, Maker},
    credentials::{
        password::{Verdict, stored},
        session::{self, Rotation, Start, end},
        strength::{self, Bearer},
        throttle::{Action, Admission, Attempt, Place},
        token::Subject,
    },
    door::{Door, actor_of},
    input::{SignInInput, SignUpInput, TokenRefreshInput},
};
use crate::{
    config::SignUp,
    kernel::{
        actor::Actor,
        calendar,
        check::{Checks, NAME},
        error::{Error, Result, UserError, UserErrorCode},
        world::Caller,
    },
    notify::{
        letter::Letter,
        mail::{self, Posting},
    },
};

/// A pair of tokens, and whose they are.
pub(super) struct Tokens {
    pub(super) access: String,
    pub(super) refresh: Secret,
    pub(super) expires_at: DateTime<Utc>,
    pub(super) actor: Actor,
}

/// Makes an agency and its owner. Somebody who has an account already proves it by their password, and gets one more agency.
pub(super) async fn sign_up(door: &Door, caller: &Arc<Caller>, input: SignUpInput) -> Result<Tokens> {
    if door.sign_up == SignUp::Closed {
        return Err(UserError::invalid_state("sign-up is closed here").into());
    }
    check(&input)?;
    let attempt = admitted(door, caller, Action::SignUp, Some(&input.email)).await?;
    let now = caller.world.now();
    let random = caller.world.random.as_ref();
    attempt.failed(&caller.world.db.write, random, now).await?;
    let bearer = Bearer {
        email: &input.email,
        agencies: &[&input.agency_name],
        is_owner: true,
    };
    strength::check(&input.password, &bearer, &door.policies.lengths)
        .map_err(|weakness| UserError::invalid("input.password", weakness.to_string()))?;
    let known = user_of(&caller.world.db.write, &input.email).await?;
    if let Some(user) = &known
        && door
            .passwords
            .verify(&input.password, stored(user).as_ref())
            .await?
            == Verdict::Wrong
    {
        return Err(wrong_credentials());
    }
    let password = door.passwords.hash(&input.password, random).await?;
    let txn = caller.world.db.begin_write().await?;
    let maker = Maker {
        connection: &txn,
        random,
        now,
    };
    let locale = input.locale.unwrap_or(Locale::En);
    let agency = maker.agency(Founding {
        name: input.agency_name.trim().to_owned(),
        base_currency: input.base_currency.unwrap_or(CurrencyCode::EUR),
        locale,
        time_zone: input.time_zone.unwrap_or_else(|| "UTC".to_owned()),
        calendar: input.calendar.unwrap_or(Calendar::Gregorian),
    });
    let agency = agency.await?;
    let user = match known {
        Some(user) => user,
        None => {
            maker
                .user(&input.name, &input.email, locale, Some(password))
                .await?
        }
    };
    let member = maker
        .member(&agency, &user, Role::Owner, MemberStatus::Active)
        .await?;
    let tokens = begin(door, caller, &txn, Seat { user, member, agency }, input.device).await?;
    txn.commit().await?;
    Ok(tokens)
}

fn check(input: &SignUpInput) -> Result<()> {
    let mut checks = Checks::new();
    checks.text("agencyName", &input.agency_name, NAME);
    checks.text("name", &input.name, NAME);
    checks.email("email", Some(&input.email));
    if input
        .time_zone
        .as_deref()
        .is_some_and(|zone| !calendar::is_time_zone(zone))
    {
        checks.fault(UserError::invalid(
            "input.timeZone",
            "this is not an IANA time zone",
        ));
    }
    checks.done()
}

/// Signs somebody in to one of their agencies.
pub(super) async fn sign_in(door: &Door, caller: &Arc<Caller>, input: SignInInput) -> Result<Tokens> {
    let attempt = admitted(door, caller, Action::SignIn, Some(&input.email)).await?;
    let (now, random, db) = (
        caller.world.now(),
        caller.world.random.as_ref(),
        &caller.world.db.write,
    );
    let user = user_of(db, &input.email).await?;
    let verdict = door
        .passwords
        .verify(&input.password, user.as_ref().and_then(stored).as_ref())
        .await?;
    let place = match user.filter(|_| verdict != Verdict::Wrong) {
        Some(user) => place_of(db, user, input.agency_id).await?,
        None => None,
    };
    let Some(mut place) = place else {
        attempt.failed(db, random, now).await?;
        return Err(wrong_credentials());
    };
    attempt.succeeded(db, random, now).await?;
    let rehashed = if verdict == Verdict::Outdated {
        Some(door.passwords.hash(&input.password, random).await?)
    } else {
        None
    };
    let txn = caller.world.db.begin_write().await?;
    if let Some(password) = rehashed {
        let mut row = place.user.into_active_model();
        row.password_hash = Set(Some(password.phc));
        row.password_pepper = Set(password.pepper);
        place.user = row.update(&txn).await?;
    }
    let tokens = begin(door, caller, &txn, place, input.device).await?;
    txn.commit().await?;
    Ok(tokens)
}

/// Exchanges a refresh token. One that comes a second time is stolen or was: it ends the session, and its owner is told.
pub(super) async fn refresh(door: &Door, caller: &Arc<Caller>, input: TokenRefreshInput) -> Result<Tokens> {
    let attempt = admitted(door, caller, Action::Token, None).await?;
    let (now, random) = (caller.world.now(), caller.world.random.as_ref());
    let txn = caller.world.db.begin_write().await?;
    let rotation = session::rotate(&txn, &input.refresh_token, &door.policies.sessions, random, now).await?;
    let (session, refresh) = match rotation {
        Rotation::Renewed {
            session,
            refresh_token,
        } => (session, refresh_token),
        Rotation::Replayed { session } => {
            tell_of_theft(caller, &txn, &session, now).await?;
            txn.commit().await?;
            door.sessions.forget([session.id]);
            attempt.failed(&caller.world.db.write, random, now).await?;
            tracing::warn!(session.id = %session.id, "a refresh token came twice: the session was ended");
            return Err(ended());
        }
        Rotation::Refused => {
            txn.rollback().await?;
            attempt.failed(&caller.world.db.write, random, now).await?;
            return Err(ended());
        }
    };
    let Some(place) = place_of_session(&txn, &session).await? else {
        return Err(ended());
    };
    let tokens = issue(door, caller, &place, session.id, refresh)?;
    txn.commit().await?;
    Ok(tokens)
}

/// Ends the session that the request came with, at once.
pub(super) async fn sign_out(door: &Door, caller: &Arc<Caller>) -> Result<()> {
    let actor = caller.actor()?;
    let (Some(user), Some(session)) = (actor.user_id, actor.session_id) else {
        return Ok(());
    };
    let txn = caller.world.db.begin_write().await?;
    end::end(
        &txn,
        user.uuid(),
        session,
        EndReason::SignedOut,
        caller.world.now(),
    )
    .await?;
    txn.commit().await?;
    door.sessions.forget([session]);
    Ok(())
}

/// A user, in the agency they sign in to.
struct Seat {
    user: user::Model,
    member: membership::Model,
    agency: agency::Model,
}

async fn begin(
    door: &Door,
    caller: &Arc<Caller>,
    txn: &impl ConnectionTrait,
    place: Seat,
    device: Option<String>,
) -> Result<Tokens> {
    let (now, random) = (caller.world.now(), caller.world.random.as_ref());
    let start = Start {
        user_id: place.user.id,
        agency_id: Some(place.agency.id.uuid()),
        is_portal: place.member.role == Role::Portal,
        device: device.or_else(|| caller.device.clone()),
        address: caller.address.map(|address| address.to_string()),
    };
    let (session, refresh) = session::start(txn, start, &door.policies.sessions, random, now).await?;
    if place.user.last_agency_id != Some(place.agency.id.uuid()) {
        let mut row = place.user.clone().into_active_model();
        row.last_agency_id = Set(Some(place.agency.id.uuid()));
        row.update(txn).await?;
    }
    issue(door, caller, &place, session.id, refresh)
}

fn issue(
    door: &Door,
    caller: &Arc<Caller>,
    place: &Seat,
    session: uuid::Uuid,
    refresh: Secret,
) -> Result<Tokens> {
    let subject = Subject {
        user: place.user.id,
        agency: place.agency.id.uuid(),
        session,
    };
    let (access, expires_at) =
        door.tokens
            .issue(&subject, caller.world.random.as_ref(), caller.world.now())?;
    let actor = actor_of(&place.member, &place.agency, Some(session));
    caller.become_actor(actor.clone());
    Ok(Tokens {
        access,
        refresh,
        expires_at,
        actor,
    })
}

async fn admitted<'d>(
    door: &'d Door,
    caller: &Caller,
    action: Action,
    account: Option<&str>,
) -> Result<Attempt<'d>> {
    let address = caller
        .address
        .unwrap_or(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));
    match door
        .throttle
        .admit(
            &caller.world.db.write,
            action,
            account,
            Place::from(address),
            caller.world.now(),
        )
        .await?
    {
        Admission::Go(attempt) => Ok(attempt),
        Admission::Wait(span) => Err(Error::Wait(span.num_seconds() + 1)),
    }
}

fn wrong_credentials() -> Error {
    UserError::new(
        UserErrorCode::InvalidCredentials,
        "input",
        "the address or the password is wrong",
    )
    .into()
}

fn ended() -> Error {
    UserError::new(
        UserErrorCode::InvalidCredentials,
        "input.refreshToken",
        "the session has ended: sign in again",
    )
    .into()
}

#[expect(
    clippy::disallowed_methods,
    reason = "who asks is not known before this is read"
)]
async fn user_of(db: &impl ConnectionTrait, email: &str) -> Result<Option<user::Model>> {
    Ok(user::Entity::find()
        .filter(user::Column::EmailKey.eq(email_key(email)))
        .one(db)
        .await?)
}

#[expect(
    clippy::disallowed_methods,
    reason = "who asks is not known before this is read"
)]
async fn place_of(
    db: &impl ConnectionTrait,
    user: user::Model,
    wanted: Option<Id<agency::Entity>>,
) -> Result<Option<Seat>> {
    let own = membership::Entity::find()
        .filter(membership::Column::UserId.eq(user.id))
        .filter(membership::Column::Status.eq(MemberStatus::Active))
        .order_by_asc(membership::Column::Id)
        .all(db)
        .await?;
    let wanted = wanted.map(Id::uuid);
    let last = user.last_agency_id;
    let member = match wanted {
        Some(wanted) => own.into_iter().find(|member| member.agency_id.uuid() == wanted),
        None => own
            .iter()
            .find(|member| Some(member.agency_id.uuid()) == last)
            .or(own.first())
            .cloned(),
    };
    let Some(member) = member else { return Ok(None) };
    let agency = agency::Entity::find_by_id(member.agency_id).one(db).await?;
    Ok(agency.map(|agency| Seat { user, member, agency }))
}

#[expect(
    clippy::disallowed_methods,
    reason = "who asks is not known before this is read"
)]
async fn place_of_session(db: &impl ConnectionTrait, session: &user_session::Model) -> Result<Option<Seat>> {
    let (Some(user), Some(agency)) = (
        user::Entity::find_by_id(session.user_id).one(db).await?,
        session.agency_id,
    ) else {
        return Ok(None);
    };
    place_of(db, user, Some(Id::of(agency))).await
}

#[expect(
    clippy::disallowed_methods,
    reason = "who asks is not known before this is read"
)]
async fn tell_of_theft(
    caller: &Caller,
    db: &impl ConnectionTrait,
    session: &user_session::Model,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(user) = user::Entity::find_by_id(session.user_id).one(db).await? else {
        return Ok(());
    };
    let posting = Posting {
        to: &user.email,
        letter: Letter::SessionEnded {
            name: &user.name,
            device: session.device.as_deref().unwrap_or("-"),
            at: now,
        },
        locale: user.locale,
        expires_at: now + chrono::TimeDelta::days(2),
    };
    mail::enqueue(db, posting, caller.world.random.as_ref(), now).await?;
    Ok(())
}
