//! The letter with the link that an invitation is accepted by.

use chrono::TimeDelta;
use entity::{
    agency, membership,
    one_time_token::{self, Purpose},
    user,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::{
    kernel::{
        error::{Result, UserError},
        tx::Tx,
    },
    notify::{
        letter::Letter,
        mail::{self, Posting},
    },
    people::{
        credentials::one_time::{self, Grant},
        service::{gate::Gate, password::link},
    },
};

/// Mails that one address gets from one agency in a day.
const MAILS_A_DAY: u64 = 5;

/// Sends it, unless the address has been sent enough.
pub(super) async fn send(tx: &Tx, gate: &Gate, user: &user::Model, member: &membership::Model) -> Result<()> {
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
