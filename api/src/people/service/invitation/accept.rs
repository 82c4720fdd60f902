//! How an invitation is accepted.

use entity::{
    membership::{self, MemberStatus},
    one_time_token::{self, Purpose},
    user,
    value::Id,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
};

use crate::{
    kernel::{error::Result, event::EventType, patch::trim, tx::Tx},
    people::{
        account::{NewPassword, note_address, set_password},
        credentials::{one_time, throttle},
        door::actor_of,
        input::InvitationAcceptInput,
        service::{
            gate::{Gate, Proven, dead_link, wrong_credentials},
            password::{check, user_by},
            seat::{Seat, Tokens},
        },
    },
};

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
