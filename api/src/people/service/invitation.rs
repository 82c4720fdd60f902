//! Rules of invitations: a colleague, or somebody at a client, is asked by mail to join.

use chrono::TimeDelta;
use entity::{
    agency, contact,
    membership::{self, MemberStatus},
    one_time_token::{self, Purpose},
    user::{self, email_key},
    value::{Id, Kind},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
};

use super::{
    gate::{Gate, Proven, dead_link, wrong_credentials},
    member::may_touch,
    password::{check, link, user_by},
    seat::{Seat, Tokens},
};
use crate::{
    kernel::{
        error::{Result, UserError},
        event::EventType,
        patch::trim,
        policy::Action,
        tx::Tx,
    },
    notify::{
        letter::Letter,
        mail::{self, Posting},
    },
    people::{
        account::{Maker, NewPassword, note_address, set_password},
        credentials::{
            one_time::{self, Grant},
            throttle,
        },
        door::actor_of,
        input::{InvitationAcceptInput, MemberInviteInput},
    },
};

/// Mails that one address gets from one agency in a day.
const MAILS_A_DAY: u64 = 5;
/// Invitations of an agency that nobody has accepted yet: an agency is not for sending mail to strangers.
const OPEN_AT_MOST: u64 = 200;

/// Invites somebody, or sends the invitation again.
pub(in crate::people) async fn invite(
    tx: &Tx,
    gate: &Gate,
    input: MemberInviteInput,
) -> Result<membership::Model> {
    tx.may(Action::Create, Kind::Member)?;
    input.check()?;
    may_touch(tx, input.role, "input.role")?;
    let contact = contact_of(tx, &input).await?;
    let user = match gate.user_of(tx.connection().await?, &input.email).await? {
        Some(user) => user,
        None => new_user(tx, &input).await?,
    };
    let member = match known(tx, &user).await? {
        Some(member) => again(tx, member, contact, input).await?,
        None => new_member(tx, &user, contact, input).await?,
    };
    send(tx, gate, &user, &member).await?;
    tx.tell(EventType::MemberInvited, &member);
    Ok(member)
}

/// The contact that a portal user is to be.
async fn contact_of(tx: &Tx, input: &MemberInviteInput) -> Result<Option<contact::Model>> {
    let Some(id) = input.contact_id else {
        return Ok(None);
    };
    let contact = tx.refer::<contact::Entity>(id, "input.contactId").await?;
    let same = Condition::all()
        .add(membership::Column::ContactId.eq(contact.id))
        .add(membership::Column::Email.ne(email_key(&input.email)))
        .add(membership::Column::Status.ne(MemberStatus::Deactivated));
    let other = tx
        .rows::<membership::Entity>(same)
        .one(tx.connection().await?)
        .await?;
    match other {
        Some(other) => {
            Err(UserError::not_unique("input.contactId", Some((Kind::Member, other.id.uuid()))).into())
        }
        None => Ok(Some(contact)),
    }
}

async fn new_user(tx: &Tx, input: &MemberInviteInput) -> Result<user::Model> {
    let maker = Maker {
        connection: tx.connection().await?,
        random: tx.caller().world.random.as_ref(),
        now: tx.now(),
    };
    let locale = input.locale.unwrap_or(tx.actor().agency_locale);
    maker.user(&input.name, &input.email, locale, None).await
}

async fn known(tx: &Tx, user: &user::Model) -> Result<Option<membership::Model>> {
    let same = Condition::all().add(membership::Column::UserId.eq(user.id));
    Ok(tx
        .rows::<membership::Entity>(same)
        .one(tx.connection().await?)
        .await?)
}

async fn new_member(
    tx: &Tx,
    user: &user::Model,
    contact: Option<contact::Model>,
    input: MemberInviteInput,
) -> Result<membership::Model> {
    let open = Condition::all().add(membership::Column::Status.eq(MemberStatus::Invited));
    if tx
        .rows::<membership::Entity>(open)
        .count(tx.connection().await?)
        .await?
        >= OPEN_AT_MOST
    {
        let message = say!(
            "at most {OPEN_AT_MOST} invitations may be open at once",
            OPEN_AT_MOST
        );
        return Err(UserError::limit_reached("input", message).into());
    }
    let row = membership::ActiveModel {
        user_id: Set(Id::of(user.id)),
        name: Set(input.name.trim().to_owned()),
        email: Set(user.email_key.clone()),
        role: Set(input.role),
        status: Set(MemberStatus::Invited),
        contact_id: Set(contact.as_ref().map(|contact| contact.id)),
        client_id: Set(contact.map(|contact| contact.client_id)),
        may_accept_proposals: Set(input.may_accept_proposals.unwrap_or(false)),
        locale: Set(input.locale),
        ..Default::default()
    };
    tx.insert(row).await
}

/// The invitation of somebody who has one, as it is meant now.
async fn again(
    tx: &Tx,
    member: membership::Model,
    contact: Option<contact::Model>,
    input: MemberInviteInput,
) -> Result<membership::Model> {
    match member.status {
        MemberStatus::Active => {
            return Err(UserError::not_unique("input.email", Some((Kind::Member, member.id.uuid()))).into());
        }
        MemberStatus::Deactivated => {
            let message = say!("this person was a member: bring them back with memberReactivate");
            return Err(UserError::invalid_state(message).into());
        }
        MemberStatus::Invited => may_touch(tx, member.role, "input.email")?,
    }
    // Links before members, as those do who accept: nobody waits for the other for ever.
    one_time::void_about(tx.connection().await?, member.id.uuid(), tx.now()).await?;
    let changes = membership::ActiveModel {
        name: Set(input.name.trim().to_owned()),
        role: Set(input.role),
        contact_id: Set(contact.as_ref().map(|contact| contact.id)),
        client_id: Set(contact.map(|contact| contact.client_id)),
        may_accept_proposals: Set(input.may_accept_proposals.unwrap_or(false)),
        locale: Set(input.locale),
        ..Default::default()
    };
    tx.update(member, changes).await
}

async fn send(tx: &Tx, gate: &Gate, user: &user::Model, member: &membership::Model) -> Result<()> {
    #[expect(clippy::disallowed_methods, reason = "links belong to no agency's records")]
    let sent = one_time_token::Entity::find()
        .filter(one_time_token::Column::EmailKey.eq(&user.email_key))
        .filter(one_time_token::Column::Purpose.eq(Purpose::Invitation))
        .filter(one_time_token::Column::AgencyId.eq(member.agency_id.uuid()))
        .filter(one_time_token::Column::CreatedAt.gt(tx.now() - TimeDelta::days(1)))
        .count(tx.connection().await?)
        .await?;
    if sent >= MAILS_A_DAY {
        let message = say!(
            "at most {MAILS_A_DAY} invitations a day go to one address",
            MAILS_A_DAY
        );
        return Err(UserError::limit_reached("input.email", message).into());
    }
    let grant = Grant {
        purpose: Purpose::Invitation,
        user_id: Some(user.id),
        agency_id: Some(member.agency_id.uuid()),
        subject_id: Some(member.id.uuid()),
        email: user.email.clone(),
    };
    let links = &gate.door.policies.links;
    let (token, text) =
        one_time::issue(tx.connection().await?, grant, links, gate.random(), tx.now()).await?;
    let agency = agency_of(tx).await?;
    let posting = Posting {
        to: &user.email,
        letter: Letter::Invitation {
            agency: &agency.name,
            inviter: &inviter(tx).await?.unwrap_or_else(|| agency.name.clone()),
            link: &link(gate, "accept-invitation", &text),
            until: token.expires_at,
        },
        locale: member.locale.unwrap_or(agency.locale),
        expires_at: token.expires_at,
    };
    mail::enqueue(tx.connection().await?, posting, gate.random(), tx.now()).await?;
    Ok(())
}

async fn agency_of(tx: &Tx) -> Result<agency::Model> {
    tx.refer::<agency::Entity>(tx.actor().agency_id, "input").await
}

async fn inviter(tx: &Tx) -> Result<Option<String>> {
    let Some(id) = tx.actor().member_id else {
        return Ok(None);
    };
    let member = tx.refer::<membership::Entity>(id, "input").await?;
    Ok(Some(member.name))
}

/// Accepts an invitation, and signs in.
///
/// Who has shown before that the address is theirs gives the password they have. Who has not shows it now, by the link: what
/// they give becomes their password, whoever set another one for that address before.
pub(in crate::people) async fn accept(gate: &Gate, input: InvitationAcceptInput) -> Result<Tokens> {
    input.check()?;
    let attempt = gate.admitted(throttle::Action::Token, None).await?;
    let link = one_time::peek(gate.db(), &input.token, Purpose::Invitation, gate.now).await?;
    let Some(Invited { user, member }) = invited(gate.db(), link).await? else {
        gate.failed(attempt).await?;
        return Err(dead_link());
    };
    let guess = gate.admitted(throttle::Action::SignIn, Some(&user.email)).await?;
    if let Some(proven) = gate.prove(Some(user.clone()), &input.password).await? {
        return join(gate, proven, None, input).await;
    }
    if user.email_verified_at.is_some() && user.password_hash.is_some() {
        gate.failed(guess).await?;
        return Err(wrong_credentials());
    }
    check(gate, &user, &input.password, Some(member.role)).await?;
    let password = gate.door.passwords.hash(&input.password, gate.random()).await?;
    let new = NewPassword {
        password: password.clone(),
        is_address_shown: true,
        except: None,
    };
    let user = user::Model {
        password_hash: Some(password.phc),
        ..user
    };
    join(gate, Proven { user, renewed: None }, Some(new), input).await
}

async fn join(
    gate: &Gate,
    proven: Proven,
    new: Option<NewPassword>,
    input: InvitationAcceptInput,
) -> Result<Tokens> {
    let txn = gate.begin().await?;
    // Who uses the link up finds the invitation as it is: withdrawing it stops the link first.
    let link = one_time::redeem(&txn, &input.token, Purpose::Invitation, gate.now).await?;
    let Some(Invited { user: _, member }) = invited(&txn, link).await? else {
        return Err(dead_link());
    };
    let ended = if let Some(new) = new {
        set_password(&txn, &proven.user, new, gate.now).await?
    } else {
        note_address(&txn, &proven.user, gate.now).await?;
        vec![]
    };
    let agency = Seat::agency_of(&txn, &member).await?.ok_or_else(dead_link)?;
    let tx = Tx::over(txn, gate.caller.clone(), actor_of(&member, &agency, None));
    let changes = membership::ActiveModel {
        name: trim(input.name).map_or(NotSet, Set),
        status: Set(MemberStatus::Active),
        last_active_at: Set(Some(gate.now)),
        ..Default::default()
    };
    let member = tx.update(member, changes).await?;
    tx.tell(EventType::MemberJoined, &member);
    let seat = Seat {
        user_id: proven.user.id,
        member,
        agency,
    };
    seat.take(tx.connection().await?, &proven, gate.now).await?;
    let tokens = seat.begin(gate, tx.connection().await?, input.device).await?;
    tx.commit().await?;
    gate.door.sessions.forget(ended);
    Ok(tokens)
}

/// Somebody with an invitation that works.
struct Invited {
    user: user::Model,
    member: membership::Model,
}

#[expect(
    clippy::disallowed_methods,
    reason = "who accepts is no actor of the agency yet"
)]
async fn invited(db: &impl ConnectionTrait, link: Option<one_time_token::Model>) -> Result<Option<Invited>> {
    let link = link.and_then(|link| Some((link.user_id?, link.agency_id?, link.subject_id?)));
    let Some((user, agency, member)) = link else {
        return Ok(None);
    };
    let member = membership::Entity::find_by_id(Id::of(member))
        .filter(membership::Column::AgencyId.eq(agency))
        .filter(membership::Column::UserId.eq(user))
        .filter(membership::Column::Status.eq(MemberStatus::Invited))
        .one(db)
        .await?;
    let user = user_by(db, user).await?;
    Ok(user.zip(member).map(|(user, member)| Invited { user, member }))
}
