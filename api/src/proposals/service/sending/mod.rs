//! Sending a version: its content is frozen under a hash, everybody gets a link of their own, and the version that was open before
//! gives way.

mod letters;

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use entity::{
    contact, proposal,
    proposal_recipient::{self, RecipientRole},
    proposal_version::{self, ProposalVersionStatus},
    secret::Secret,
    value::{Choice as _, Id, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use self::letters::post;
use super::{
    draft,
    parts::{Parts, content, parts, sides},
    whole::is_whole,
};
use crate::{
    kernel::{
        error::{Result, UserError},
        event::EventType,
        place,
        policy::Action,
        random::Random,
        state::State,
        tx::{Tx, Versioned},
    },
    people::credentials::opaque::Opaque,
    proposals::{
        content::{ProposalContent, hash},
        input::{ProposalDelivery, ProposalRecipientInput, ProposalVersionSendInput},
    },
};

/// What the tokens of links begin with.
pub(crate) const PREFIX: &str = "ppl_";
/// For how long a link works: long after the answer, so that both sides can look at it again.
const LINK_WORKS: TimeDelta = TimeDelta::days(400);
/// What sending stands on.
#[derive(Clone)]
pub struct Desk {
    /// Where links lead: the address of the front end.
    pub link_base: String,
    /// Where the tokens of links come from.
    pub random: Arc<dyn Random>,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").finish_non_exhaustive()
    }
}

/// A link that was made for somebody.
#[derive(Clone, Debug)]
pub struct LinkMade {
    /// For whom.
    pub recipient: Id<proposal_recipient::Entity>,
    /// The token, which is kept nowhere.
    pub token: Secret,
    /// Where it leads.
    pub url: String,
}

/// Sends a version. The links are given back; what becomes of them is the caller's concern.
///
/// # Errors
/// What is missing for it to be sent.
pub async fn send(
    tx: &Tx,
    desk: &Desk,
    input: ProposalVersionSendInput,
) -> Result<(proposal_version::Model, Vec<LinkMade>)> {
    tx.may(Action::Create, Kind::ProposalRecipient)?;
    let seen = tx
        .glance::<proposal_version::Entity>(Action::Update, input.id)
        .await?;
    let proposal = tx
        .under::<proposal::Entity>(Action::Update, seen.proposal_id, "input.id")
        .await?;
    let version = tx
        .fetch_for::<proposal_version::Entity>(Action::Update, input.id)
        .await?
        .at(Some(input.expected_version))?;
    input.check()?;
    version.status.step(ProposalVersionStatus::Sent)?;
    let last_day = last_day(tx, &version)?;
    let contacts = contacts_of(tx, &version, &input).await?;
    let rows = parts(tx, version.id).await?;
    let sides = sides(tx, &version).await?;
    let content = content(&version, &sides, &rows)?;
    is_whole(&content)?;
    let before = supersede(tx, &proposal).await?;
    let version = freeze(tx, version, (&content, &rows), before).await?;
    let links = recipients(tx, desk, &version, &input.recipients).await?;
    match input.delivery {
        ProposalDelivery::Email => post(tx, &sides, last_day, &contacts, &links).await?,
        ProposalDelivery::None => {}
    }
    tx.tell(EventType::ProposalVersionSent, &version);
    Ok((version, links))
}

/// The last day on which it can be accepted, which is not over.
fn last_day(tx: &Tx, version: &proposal_version::Model) -> Result<NaiveDate, UserError> {
    match version.valid_until {
        Some(last) if last >= tx.today() => Ok(last),
        Some(_) => Err(UserError::invalid_state(say!(
            "the last day on which it can be accepted is over"
        ))),
        None => Err(UserError::invalid_state(say!(
            "it has no last day on which it can be accepted"
        ))),
    }
}

/// The contacts in the order of the input: of the client, and with an address where they get a mail.
async fn contacts_of(
    tx: &Tx,
    version: &proposal_version::Model,
    input: &ProposalVersionSendInput,
) -> Result<Vec<contact::Model>> {
    let ids: Vec<_> = input
        .recipients
        .iter()
        .map(|recipient| recipient.contact_id)
        .collect();
    let found = tx.refer_all::<contact::Entity>(&ids, "input.recipients").await?;
    let mut contacts = vec![];
    let mut faults = vec![];
    for (at, id) in ids.iter().enumerate() {
        let Some(contact) = found.iter().find(|contact| contact.id == *id) else {
            continue;
        };
        let path = format!("input.recipients.{at}.contactId");
        if contact.client_id != version.client_id {
            faults.push(UserError::invalid(&path, say!("this belongs to another client")));
        } else if contact.email.is_none() && input.delivery == ProposalDelivery::Email {
            faults.push(UserError::invalid(
                &path,
                say!("this contact has no e-mail address"),
            ));
        }
        contacts.push(contact.clone());
    }
    if faults.is_empty() {
        Ok(contacts)
    } else {
        Err(faults.into())
    }
}

/// Closes the version that is open, if there is one. A proposal that is accepted is not offered again.
async fn supersede(tx: &Tx, proposal: &proposal::Model) -> Result<Option<Id<proposal_version::Entity>>> {
    use ProposalVersionStatus::{Accepted, Sent, Viewed};
    let others = Condition::all()
        .add(proposal_version::Column::ProposalId.eq(proposal.id))
        .add(proposal_version::Column::Status.is_in([Sent, Viewed, Accepted]));
    let others = tx.rows::<proposal_version::Entity>(others);
    let mut last = None;
    for version in others.all(tx.connection().await?).await? {
        if version.status == Accepted {
            return Err(UserError::frozen(Accepted.word(), say!("the proposal is accepted")).into());
        }
        let version = super::expiry::if_due(tx, version).await?;
        last = Some(version.id);
        if version.status == ProposalVersionStatus::Expired {
            continue;
        }
        let changes = proposal_version::ActiveModel {
            status: Set(ProposalVersionStatus::Superseded),
            ..Default::default()
        };
        let version = tx.update(version, changes).await?;
        tx.tell(EventType::ProposalVersionSuperseded, &version);
    }
    Ok(last)
}

/// Fixes what the version says.
async fn freeze(
    tx: &Tx,
    version: proposal_version::Model,
    (content, rows): (&ProposalContent, &Parts),
    supersedes: Option<Id<proposal_version::Entity>>,
) -> Result<proposal_version::Model> {
    let text = content.canonical()?;
    let changes = proposal_version::ActiveModel {
        content_hash: Set(Some(hash(&text))),
        content: Set(Some(text)),
        sent_at: Set(Some(tx.now())),
        supersedes_id: Set(supersedes),
        status: Set(ProposalVersionStatus::Sent),
        ..Default::default()
    };
    // Counted once more: the agency may round its taxes in another way by now.
    let changes = draft::recounted(tx, changes, content, rows).await?;
    tx.update(version, changes).await
}

/// Makes a link for each recipient. Only hashes of the tokens are kept.
async fn recipients(
    tx: &Tx,
    desk: &Desk,
    version: &proposal_version::Model,
    given: &[ProposalRecipientInput],
) -> Result<Vec<LinkMade>> {
    let mut links = vec![];
    let mut rows = vec![];
    for (at, ProposalRecipientInput { contact_id, role }) in given.iter().enumerate() {
        let Opaque { text, hash } = Opaque::new(PREFIX, desk.random.as_ref());
        let id = Id::of(tx.uuid());
        let role: RecipientRole = *role;
        rows.push(proposal_recipient::ActiveModel {
            id: Set(id),
            proposal_version_id: Set(version.id),
            client_id: Set(version.client_id),
            contact_id: Set(*contact_id),
            role: Set(role),
            position: Set(place::of(at)),
            key_hash: Set(hash),
            expires_at: Set(tx.now() + LINK_WORKS),
            sent_at: Set(Some(tx.now())),
            ..Default::default()
        });
        links.push(LinkMade {
            recipient: id,
            url: format!("{}/p/{}", desk.link_base.trim_end_matches('/'), text.reveal()),
            token: text,
        });
    }
    tx.insert_all(rows).await?;
    Ok(links)
}
