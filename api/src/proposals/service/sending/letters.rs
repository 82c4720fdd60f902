//! Letters with the links to a proposal.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::{contact, proposal_recipient};
use sea_orm::{ColumnTrait, Condition, PaginatorTrait};

use super::LinkMade;
use crate::{
    kernel::{
        calendar,
        error::{Result, UserError},
        tx::Tx,
    },
    notify::{
        letter::Letter,
        mail::{self, Posting},
    },
    proposals::service::parts::Sides,
};

/// Mails with proposals that an agency sends in a day: it is not for sending mail to strangers.
const MAILS_A_DAY: u64 = 200;

/// Writes to everybody.
pub(super) async fn post(
    tx: &Tx,
    sides: &Sides,
    last_day: NaiveDate,
    contacts: &[contact::Model],
    links: &[LinkMade],
) -> Result<()> {
    let lately = Condition::all().add(proposal_recipient::Column::SentAt.gt(tx.now() - TimeDelta::days(1)));
    let sent = tx
        .rows::<proposal_recipient::Entity>(lately)
        .count(tx.connection().await?)
        .await?;
    if sent > MAILS_A_DAY {
        let message = say!(
            "at most {MAILS_A_DAY} people a day are sent a proposal",
            MAILS_A_DAY
        );
        return Err(UserError::limit_reached("input.recipients", message).into());
    }
    let until: DateTime<Utc> = calendar::start_of(calendar::next_day(last_day), &sides.agency.time_zone);
    for (contact, link) in contacts.iter().zip(links) {
        let Some(address) = &contact.email else { continue };
        let posting = Posting {
            to: address,
            letter: Letter::Proposal {
                name: &contact.name,
                agency: &sides.agency.name,
                title: &sides.proposal.title,
                link: &link.url,
                until,
            },
            locale: contact.locale,
            expires_at: until,
        };
        mail::enqueue(
            tx.connection().await?,
            posting,
            tx.caller().world.random.as_ref(),
            tx.now(),
        )
        .await?;
    }
    Ok(())
}
