//! Rules of signing up, in and out.
//!
//! Whoever asks is not known yet: nothing here has an actor. Unknown addresses and wrong passwords get the same answer after the
//! same work.

use chrono::TimeDelta;
use entity::{
    agency::{Calendar, Locale},
    membership::{MemberStatus, Role},
    user, user_session,
    value::{CurrencyCode, Id},
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, EntityTrait};

use super::{
    gate::{Gate, Proven, refused, wrong_credentials},
    seat::{Seat, Tokens},
};
use crate::{
    config::SignUp,
    kernel::{
        calendar,
        check::{Checks, NAME},
        error::{Error, Result, UserError},
        event::EventType,
        tx::Tx,
    },
    notify::{
        letter::Letter,
        mail::{self, Posting},
    },
    people::{
        account::{Founding, Maker, strong},
        credentials::{
            session::{self, Rotation},
            strength::Bearer,
            throttle::Action,
        },
        door::actor_of,
        input::{SignInInput, SignUpInput, TokenRefreshInput},
    },
};

/// For how long it is worth telling somebody that their session was stolen.
const THEFT_IS_NEWS: TimeDelta = TimeDelta::days(2);

/// Makes an agency and its owner. Somebody who has an account proves it by their password, and gets one more agency.
///
/// A wrong password at a known address is answered, counted and slowed down like one at sign-in. What remains to be learnt is
/// that an address was unknown, at the price of an agency made in its name, of which one place makes few; a host who minds
/// closes sign-up and invites.
pub(in crate::people) async fn sign_up(gate: &Gate, input: SignUpInput) -> Result<Tokens> {
    if gate.door.sign_up == SignUp::Closed {
        return Err(UserError::invalid_state(say!("sign-up is closed here")).into());
    }
    check(&input)?;
    let making = gate.admitted(Action::SignUp, None).await?;
    gate.failed(making).await?;
    let bearer = Bearer {
        email: &input.email,
        agencies: &[&input.agency_name],
        is_owner: true,
    };
    strong(
        &input.password,
        &bearer,
        &gate.door.policies.lengths,
        "input.password",
    )?;
    let attempt = gate.admitted(Action::SignIn, Some(&input.email)).await?;
    let Some(known) = gate.user_of(gate.db(), &input.email).await? else {
        return found(gate, None, input).await;
    };
    if let Some(proven) = gate.prove(Some(known), &input.password).await? {
        return found(gate, Some(proven), input).await;
    }
    gate.failed(attempt).await?;
    Err(wrong_credentials())
}

async fn found(gate: &Gate, proven: Option<Proven>, input: SignUpInput) -> Result<Tokens> {
    let password = match &proven {
        Some(_) => None,
        None => Some(gate.door.passwords.hash(&input.password, gate.random()).await?),
    };
    let locale = input.locale.unwrap_or(Locale::En);
    let txn = gate.begin().await?;
    let maker = Maker {
        connection: &txn,
        random: gate.random(),
        now: gate.now,
    };
    let founding = Founding {
        name: input.agency_name.trim().to_owned(),
        base_currency: input.base_currency.unwrap_or(CurrencyCode::EUR),
        locale,
        time_zone: input.time_zone.unwrap_or_else(|| "UTC".to_owned()),
        calendar: input.calendar.unwrap_or(Calendar::Gregorian),
    };
    let agency = maker.agency(founding).await?;
    let proven = if let Some(proven) = proven {
        proven
    } else {
        let user = maker.user(&input.name, &input.email, locale, password).await;
        Proven {
            user: user.map_err(taken)?,
            renewed: None,
        }
    };
    let member = maker
        .member(&agency, &proven.user, Role::Owner, MemberStatus::Active)
        .await?;
    let actor = actor_of(&member, &agency, None);
    let seat = Seat {
        user_id: proven.user.id,
        member,
        agency,
    };
    seat.take(&txn, &proven, gate.now).await?;
    let tokens = seat.begin(gate, &txn, input.device).await?;
    let tx = Tx::over(txn, gate.caller.clone(), actor);
    tx.tell(EventType::MemberJoined, &seat.member);
    tx.commit().await?;
    Ok(tokens)
}

/// Somebody else made an account with the address a moment ago.
fn taken(error: Error) -> Error {
    if error.is_unique_violation() {
        wrong_credentials()
    } else {
        error
    }
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
            say!("this is not an IANA time zone"),
        ));
    }
    checks.done()
}

/// Signs somebody in to one of their agencies.
pub(in crate::people) async fn sign_in(gate: &Gate, input: SignInInput) -> Result<Tokens> {
    let attempt = gate.admitted(Action::SignIn, Some(&input.email)).await?;
    let user = gate.user_of(gate.db(), &input.email).await?;
    let proven = gate.prove(user, &input.password).await?;
    let seat = match &proven {
        Some(Proven { user, renewed: _ }) => {
            let whose = (user.id, user.last_agency_id);
            Seat::find(gate.db(), whose, input.agency_id).await?
        }
        None => None,
    };
    let (Some(proven), Some(seat)) = (proven, seat) else {
        gate.failed(attempt).await?;
        return Err(wrong_credentials());
    };
    attempt.succeeded(gate.db(), gate.random(), gate.now).await?;
    let txn = gate.begin().await?;
    seat.take(&txn, &proven, gate.now).await?;
    let tokens = seat.begin(gate, &txn, input.device).await?;
    txn.commit().await?;
    Ok(tokens)
}

/// Exchanges a refresh token. One that comes a second time is stolen or was: it ends the session, and its owner is told.
pub(in crate::people) async fn refresh(gate: &Gate, input: TokenRefreshInput) -> Result<Tokens> {
    let attempt = gate.admitted(Action::Token, None).await?;
    let txn = gate.begin().await?;
    let sessions = &gate.door.policies.sessions;
    let rotation = session::rotate(&txn, &input.refresh_token, sessions, gate.random(), gate.now).await?;
    let renewed = match rotation {
        Rotation::Renewed {
            session,
            refresh_token,
        } => seat_of(&txn, &session)
            .await?
            .map(|seat| (seat, session, refresh_token)),
        Rotation::Replayed { session } => {
            tell_of_theft(gate, txn, &session).await?;
            gate.wake_mail();
            gate.door.sessions.forget([session.id]);
            tracing::warn!(session.id = %session.id, "a refresh token came twice: the session was ended");
            gate.failed(attempt).await?;
            return Err(ended());
        }
        Rotation::Refused => None,
    };
    let Some((seat, session, refresh)) = renewed else {
        txn.rollback().await?;
        gate.failed(attempt).await?;
        return Err(ended());
    };
    seat.stay(&txn, gate.now).await?;
    txn.commit().await?;
    gate.door.sessions.forget([session.id]);
    seat.issue(gate, session.id, refresh)
}

fn ended() -> Error {
    refused("input.refreshToken", say!("the session has ended: sign in again"))
}

async fn seat_of(db: &impl ConnectionTrait, session: &user_session::Model) -> Result<Option<Seat>> {
    match session.agency_id {
        Some(agency) => Seat::find(db, (session.user_id, None), Some(Id::of(agency))).await,
        None => Ok(None),
    }
}

/// Ends the unit of work in which a session was ended by a second use of its token: the person gets a mail, the agency's
/// history an entry.
#[expect(
    clippy::disallowed_methods,
    reason = "who asks is not known before this is read"
)]
async fn tell_of_theft(gate: &Gate, txn: DatabaseTransaction, session: &user_session::Model) -> Result<()> {
    if let Some(user) = user::Entity::find_by_id(session.user_id).one(&txn).await? {
        let posting = Posting {
            to: &user.email,
            letter: Letter::SessionEnded {
                name: &user.name,
                device: session.device.as_deref().unwrap_or("-"),
                at: gate.now,
            },
            locale: user.locale,
            expires_at: gate.now + THEFT_IS_NEWS,
        };
        mail::enqueue(&txn, posting, gate.random(), gate.now).await?;
    }
    let Some(Seat {
        user_id: _,
        member,
        agency,
    }) = seat_of(&txn, session).await?
    else {
        return Ok(txn.commit().await?);
    };
    let tx = Tx::over(
        txn,
        gate.caller.clone(),
        actor_of(&member, &agency, Some(session.id)),
    );
    tx.tell(EventType::SessionReplayed, &member);
    tx.commit().await
}
