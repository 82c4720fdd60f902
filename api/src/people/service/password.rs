//! Rules of passwords: changed by who knows the old one, reset by who reads the mails.

use entity::{
    membership::Role,
    one_time_token::{self, Purpose},
    secret::Secret,
    user,
};
use sea_orm::{ConnectionTrait, EntityTrait, TransactionTrait};
use uuid::Uuid;

use super::{
    gate::{Gate, dead_link, refused},
    seat::places,
};
use crate::{
    kernel::{
        check::Checks,
        error::{Code, Error, Result},
    },
    notify::{
        letter::Letter,
        mail::{self, Posting},
    },
    people::{
        account::{NewPassword, set_password, strong},
        credentials::{
            one_time::{self, Grant},
            strength::Bearer,
            throttle::Action,
        },
        input::{PasswordChangeInput, PasswordResetInput, PasswordResetRequestInput},
    },
};

/// Changes the caller's password. Their other sessions end.
pub(in crate::people) async fn change(gate: &Gate, input: PasswordChangeInput) -> Result<()> {
    let actor = gate.caller.actor()?;
    let (user_id, session) = (actor.user_id, actor.session_id);
    let user = match user_id {
        Some(id) => user_by(gate.db(), id.uuid()).await?,
        None => None,
    };
    let user = user.ok_or_else(|| Error::coded(Code::Unauthenticated, say!("sign in first")))?;
    let attempt = gate.admitted(Action::SignIn, Some(&user.email)).await?;
    let Some(proven) = gate.prove(Some(user), &input.current_password).await? else {
        gate.failed(attempt).await?;
        return Err(refused("input.currentPassword", say!("the password is wrong")));
    };
    drop(attempt);
    let user = proven.user;
    check(gate, &user, &input.new_password, None).await?;
    let password = gate
        .door
        .passwords
        .hash(&input.new_password, gate.random())
        .await?;
    let new = NewPassword {
        password,
        is_address_shown: false,
        except: session,
    };
    let txn = gate.begin().await?;
    // Links before users, as those do who use one: nobody waits for the other for ever.
    one_time::void(&txn, user.id, gate.now).await?;
    // Of two who change the password at once, one has to look again.
    let current = user_locked(&txn, user.id).await?;
    if current.is_none_or(|current| current.password_hash != user.password_hash) {
        return Err(refused("input.currentPassword", say!("the password is wrong")));
    }
    let ended = set_password(&txn, &user, new, gate.now).await?;
    txn.commit().await?;
    gate.door.sessions.forget(ended);
    Ok(())
}

/// Sends a link to set a new password, if there is such a person. The answer is the same when there is none, and takes as long:
/// then the same is written and taken back.
pub(in crate::people) async fn request_reset(gate: &Gate, input: PasswordResetRequestInput) -> Result<()> {
    let mut checks = Checks::new();
    checks.email("email", Some(&input.email));
    checks.done()?;
    let attempt = gate.admitted(Action::MailOnDemand, Some(&input.email)).await?;
    let user = gate.user_of(gate.db(), &input.email).await?;
    let txn = gate.begin().await?;
    attempt.failed(&txn, gate.random(), gate.now).await?;
    let letter = txn.begin().await?;
    send_link(gate, &letter, user.as_ref(), &input.email).await?;
    if user.is_some() {
        letter.commit().await?;
    } else {
        letter.rollback().await?;
    }
    txn.commit().await?;
    gate.wake_mail();
    Ok(())
}

async fn send_link(
    gate: &Gate,
    db: &impl ConnectionTrait,
    user: Option<&user::Model>,
    email: &str,
) -> Result<()> {
    let grant = Grant {
        purpose: Purpose::PasswordReset,
        user_id: user.map(|user| user.id),
        agency_id: None,
        subject_id: None,
        email: email.to_owned(),
    };
    let links = &gate.door.policies.links;
    let (token, text) = one_time::issue(db, grant, links, gate.random(), gate.now).await?;
    let posting = Posting {
        to: user.map_or(email, |user| &user.email),
        letter: Letter::PasswordReset {
            name: user.map_or("", |user| &user.name),
            link: &link(gate, "reset-password", &text),
            until: token.expires_at,
        },
        locale: user.map_or(entity::agency::Locale::En, |user| user.locale),
        expires_at: token.expires_at,
    };
    mail::enqueue(db, posting, gate.random(), gate.now).await?;
    Ok(())
}

/// A page of the front end with a token, which browsers keep to themselves: what follows `#` is not sent to servers.
pub(super) fn link(gate: &Gate, page: &str, token: &Secret) -> String {
    let base = gate.door.link_base.trim_end_matches('/');
    format!("{base}/{page}#token={}", token.reveal())
}

/// Sets a new password by a mailed link. All sessions end, and so does the wait of a guessed-at account.
pub(in crate::people) async fn reset(gate: &Gate, input: PasswordResetInput) -> Result<()> {
    let attempt = gate.admitted(Action::Token, None).await?;
    let found = opened(gate, &input.token).await?;
    let Some(user) = found else {
        gate.failed(attempt).await?;
        return Err(dead_link());
    };
    check(gate, &user, &input.new_password, None).await?;
    let password = gate
        .door
        .passwords
        .hash(&input.new_password, gate.random())
        .await?;
    let new = NewPassword {
        password,
        is_address_shown: true,
        except: None,
    };
    let txn = gate.begin().await?;
    if one_time::redeem(&txn, &input.token, Purpose::PasswordReset, gate.now)
        .await?
        .is_none()
    {
        return Err(dead_link());
    }
    let ended = set_password(&txn, &user, new, gate.now).await?;
    gate.door.throttle.clear(&txn, &user.email, gate.place()).await?;
    txn.commit().await?;
    gate.door.sessions.forget(ended);
    Ok(())
}

async fn opened(gate: &Gate, token: &str) -> Result<Option<user::Model>> {
    let link: Option<one_time_token::Model> =
        one_time::peek(gate.db(), token, Purpose::PasswordReset, gate.now).await?;
    match link.and_then(|link| link.user_id) {
        Some(id) => user_by(gate.db(), id).await,
        None => Ok(None),
    }
}

/// Refuses a new password that is too easy to guess for who is to have it, in the role they are about to get if there is one.
pub(super) async fn check(gate: &Gate, user: &user::Model, password: &str, next: Option<Role>) -> Result<()> {
    let own = places(gate.db(), user.id).await?;
    let agencies: Vec<&str> = own.iter().map(|(_, agency)| agency.name.as_str()).collect();
    let owns = |role: Role| role == Role::Owner;
    let bearer = Bearer {
        email: &user.email,
        agencies: &agencies,
        is_owner: next.is_some_and(owns) || own.iter().any(|(member, _)| owns(member.role)),
    };
    let path = if next.is_some() {
        "input.password"
    } else {
        "input.newPassword"
    };
    strong(password, &bearer, &gate.door.policies.lengths, path)
}

#[expect(clippy::disallowed_methods, reason = "users belong to no agency")]
pub(super) async fn user_by(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<user::Model>> {
    Ok(user::Entity::find_by_id(id).one(db).await?)
}

/// The user, who stays as they are until the commit.
#[expect(clippy::disallowed_methods, reason = "users belong to no agency")]
pub(super) async fn user_locked(txn: &impl ConnectionTrait, id: Uuid) -> Result<Option<user::Model>> {
    use sea_orm::QuerySelect;
    let mut row = user::Entity::find_by_id(id);
    if txn.get_database_backend() != sea_orm::DbBackend::Sqlite {
        row = row.lock_exclusive();
    }
    Ok(row.one(txn).await?)
}
