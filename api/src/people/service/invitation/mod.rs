//! Rules of invitations: a colleague, or somebody at a client, is asked by mail to join.

mod accept;
mod letter;

use entity::{
    contact,
    membership::{self, MemberStatus},
    user::{self, email_key},
    value::{Id, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, PaginatorTrait};

pub(in crate::people) use self::accept::accept;
use self::letter::send;
use super::{gate::Gate, member::may_touch};
use crate::{
    kernel::{
        error::{Result, UserError},
        event::EventType,
        policy::Action,
        tx::Tx,
    },
    people::{account::Maker, credentials::one_time, input::MemberInviteInput},
};

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
