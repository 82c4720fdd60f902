//! What a client answers. Of all who answer at once one is heard: whoever answers holds the proposal, and the version is changed
//! only as it was read.

use entity::{
    acceptance::{self, Decision},
    contact, membership, proposal, proposal_line, proposal_recipient,
    proposal_version::{self, ProposalVersionStatus},
    value::{Choice as _, Id},
};
use sea_orm::ActiveValue::Set;

use super::{agreement, preview};
use crate::{
    kernel::{
        error::{Error, Result, UserError},
        event::EventType,
        patch::trim,
        policy::Action,
        state::State,
        tx::Tx,
    },
    proposals::{
        content::{ProposalContent, minor},
        input::{ProposalAcceptInput, ProposalDeclineInput},
        preview::AcceptancePreview,
        selection, states,
        totals::{Chosen, ProposalTotals, fits, totals},
    },
};

/// An answer to a version.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Yes or no.
    pub decision: Decision,
    /// The hash of what was read; needed for a yes.
    pub content_hash: Option<String>,
    /// The options that are taken; those chosen beforehand when none.
    pub lines: Option<Vec<Id<proposal_line::Entity>>>,
    /// The name that was typed.
    pub name: Option<String>,
    /// What was added.
    pub comment: Option<String>,
    /// Who answers.
    pub by: Answerer,
}

/// Who answers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Answerer {
    /// Whose link it came by.
    pub recipient: Option<Id<proposal_recipient::Entity>>,
    /// The contact.
    pub contact: Option<Id<contact::Entity>>,
    /// The portal user.
    pub member: Option<Id<membership::Entity>>,
}

/// Accepts a version, as a portal user who may sign.
pub async fn accept(tx: &Tx, input: ProposalAcceptInput) -> Result<acceptance::Model> {
    let by = signer(tx)?;
    input.check()?;
    let answer = Answer {
        decision: Decision::Accepted,
        content_hash: Some(input.content_hash),
        lines: input.selected_line_ids,
        name: Some(input.name),
        comment: input.comment,
        by,
    };
    decide(tx, input.proposal_version_id, answer, "input.proposalVersionId").await
}

/// What would come of accepting a version, as a portal user who may sign. Nothing of it stays: who calls does not commit.
pub async fn try_accept(tx: &Tx, input: ProposalAcceptInput) -> Result<AcceptancePreview> {
    let acceptance = accept(tx, input).await?;
    preview::of(tx, &acceptance).await
}

/// What would come of an answer that is a yes. Nothing of it stays: who calls does not commit.
///
/// # Errors
/// As [`decide`] does.
pub async fn try_decide(
    tx: &Tx,
    id: Id<proposal_version::Entity>,
    answer: Answer,
    path: &str,
) -> Result<AcceptancePreview> {
    let acceptance = decide(tx, id, answer, path).await?;
    preview::of(tx, &acceptance).await
}

/// Declines a version, as a portal user who may sign.
pub async fn decline(tx: &Tx, input: ProposalDeclineInput) -> Result<acceptance::Model> {
    let by = signer(tx)?;
    input.check()?;
    let answer = Answer {
        decision: Decision::Declined,
        content_hash: None,
        lines: None,
        name: input.name,
        comment: input.comment,
        by,
    };
    decide(tx, input.proposal_version_id, answer, "input.proposalVersionId").await
}

/// A portal user who may sign for their company.
fn signer(tx: &Tx) -> Result<Answerer> {
    let actor = tx.actor();
    if !actor.is_portal() || !actor.may_accept_proposals {
        return Err(Error::Forbidden("proposals:accept".to_owned()));
    }
    Ok(Answerer {
        recipient: None,
        contact: actor.contact_id,
        member: actor.member_id,
    })
}

/// Records an answer. The proposal is locked first, as those do who send a version: whoever comes second finds it answered.
///
/// # Errors
/// `INVALID_STATE` when it can no longer be answered; INVALID when the hash, the options or the name are not right.
pub async fn decide(
    tx: &Tx,
    id: Id<proposal_version::Entity>,
    answer: Answer,
    path: &str,
) -> Result<acceptance::Model> {
    let seen = tx.refer::<proposal_version::Entity>(id, path).await?;
    let proposal = tx
        .under::<proposal::Entity>(Action::Read, seen.proposal_id, path)
        .await?;
    let version = tx
        .under::<proposal_version::Entity>(Action::Read, id, path)
        .await?;
    let to = match answer.decision {
        Decision::Accepted => ProposalVersionStatus::Accepted,
        Decision::Declined => ProposalVersionStatus::Declined,
    };
    can_be_answered(tx, &version, to)?;
    let content = frozen(&version)?;
    let (choice, sums) = agreed(&version, &content, &answer)?;
    let row = acceptance::ActiveModel {
        proposal_version_id: Set(version.id),
        proposal_id: Set(version.proposal_id),
        client_id: Set(version.client_id),
        recipient_id: Set(answer.by.recipient),
        contact_id: Set(answer.by.contact),
        member_id: Set(answer.by.member),
        decision: Set(answer.decision),
        selected_line_ids: Set(taken(answer.decision, &choice)),
        signed_name: Set(trim(answer.name)),
        comment: Set(trim(answer.comment)),
        content_hash: Set(version.content_hash.clone()),
        currency: Set(version.currency),
        net_minor: Set(units(minor(&sums.net))?),
        tax_minor: Set(units(minor(&sums.tax))?),
        total_minor: Set(units(minor(&sums.total))?),
        address: Set(tx.caller().address.map(|address| address.to_string())),
        user_agent: Set(tx.caller().device_name()),
        ..Default::default()
    };
    let changes = proposal_version::ActiveModel {
        status: Set(to),
        decided_at: Set(Some(tx.now())),
        ..Default::default()
    };
    // The statement that decides: it changes the version only in the state it was read in.
    let version = tx.update(version, changes).await?;
    let acceptance = tx.insert(row).await?;
    match answer.decision {
        Decision::Accepted => {
            tx.tell(EventType::ProposalVersionAccepted, &version);
            agreement::open(tx, &proposal, &version, (&content, &choice), &acceptance).await?;
        }
        Decision::Declined => tx.tell(EventType::ProposalVersionDeclined, &version),
    }
    Ok(acceptance)
}

/// What a sent version says.
///
/// # Errors
/// `INVALID_STATE` when it was never sent.
pub fn frozen(version: &proposal_version::Model) -> Result<ProposalContent> {
    match &version.content {
        Some(text) => ProposalContent::frozen(text),
        None => Err(UserError::invalid_state(say!("this version was not sent")).into()),
    }
}

/// Refuses an answer to a version that is not open, or whose last day is over.
fn can_be_answered(
    tx: &Tx,
    version: &proposal_version::Model,
    to: ProposalVersionStatus,
) -> Result<(), UserError> {
    version.status.step(to)?;
    if states::is_open(version.status) && version.valid_until.is_some_and(|last| last < tx.today()) {
        let expired = ProposalVersionStatus::Expired;
        return Err(UserError::invalid_transition(expired.word(), to.word(), vec![]));
    }
    Ok(())
}

/// The options that are taken and what they come to, of the content that was read.
fn agreed(
    version: &proposal_version::Model,
    content: &ProposalContent,
    answer: &Answer,
) -> Result<(Chosen, ProposalTotals)> {
    let choice = match (answer.decision, &answer.lines) {
        (Decision::Accepted, Some(lines)) => selection::chosen(content, lines, "input.selectedLineIds")?,
        (Decision::Accepted, None) | (Decision::Declined, _) => selection::beforehand(content),
    };
    if answer.decision == Decision::Accepted && answer.content_hash != version.content_hash {
        let message = say!("this is not the hash of what was sent: read it again");
        return Err(UserError::invalid("input.contentHash", message).into());
    }
    let sums = totals(content, &choice).ok_or_else(|| {
        UserError::invalid(
            "input.selectedLineIds",
            say!("the sum of these options is too large"),
        )
    })?;
    if answer.decision == Decision::Accepted && !fits(content, &sums) {
        let message = say!("these options come to more than is never invoiced beyond");
        return Err(UserError::invalid("input.selectedLineIds", message).into());
    }
    Ok((choice, sums))
}

/// The options that were taken, as they are stored.
fn taken(decision: Decision, choice: &Chosen) -> serde_json::Value {
    match decision {
        Decision::Accepted => choice.iter().map(ToString::to_string).collect(),
        Decision::Declined => serde_json::Value::Array(vec![]),
    }
}

fn units(minor: Option<i64>) -> Result<i64> {
    minor.ok_or_else(|| Error::internal("an amount that does not fit its currency"))
}
