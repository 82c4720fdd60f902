//! What somebody with a link reads: the frozen content, what it comes to, and how far it is.

use async_graphql::{ComplexObject, Result, SimpleObject};
use entity::{
    acceptance::Decision,
    proposal_line,
    proposal_recipient::RecipientRole,
    proposal_version::ProposalVersionStatus,
    value::{DateTime, Id},
};

use super::{
    content::ProposalContent,
    input::LINES_AT_MOST,
    selection,
    service::link::Found,
    totals::{ProposalTotals, totals},
};
use crate::kernel::error::{Error, UserError};

/// A proposal as somebody with a link reads it. It has no more in it than they were sent.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub(super) struct ProposalDocument {
    /// How far it is.
    status: ProposalVersionStatus,
    /// What was sent.
    content: ProposalContent,
    /// SHA-256 of the content's canonical JSON, in hexadecimal. It is sent back with an acceptance.
    content_hash: String,
    /// The name of whom the link is for.
    recipient_name: String,
    /// What they were sent it for.
    recipient_role: RecipientRole,
    /// Whether it can be accepted and declined by this link now.
    can_answer: bool,
    /// What the client answered, once they have.
    answer: Option<ProposalAnswer>,
}

/// What a client answered.
#[derive(Clone, Debug, SimpleObject)]
pub(super) struct ProposalAnswer {
    /// Yes or no.
    decision: Decision,
    /// The name as it was typed.
    name: Option<String>,
    /// When.
    at: DateTime,
    /// The options that were taken.
    selected_line_ids: Vec<Id<proposal_line::Entity>>,
    /// What was added.
    comment: Option<String>,
}

#[ComplexObject]
impl ProposalDocument {
    /// What it comes to when these options are taken; those chosen beforehand when none are given.
    #[expect(clippy::unused_async, reason = "fields of the graph are asynchronous")]
    async fn totals(
        &self,
        #[graphql(desc = "Ids of the options that are taken.")] selected_line_ids: Option<
            Vec<Id<proposal_line::Entity>>,
        >,
    ) -> Result<ProposalTotals> {
        let choice = match selected_line_ids {
            Some(ids) if ids.len() > LINES_AT_MOST => {
                let message = say!("at most {LINES_AT_MOST} items are allowed", LINES_AT_MOST);
                return Err(Error::from(UserError::too_large("selectedLineIds", message)).into());
            }
            Some(ids) => selection::chosen(&self.content, &ids, "selectedLineIds")?,
            None => selection::beforehand(&self.content),
        };
        let sums = totals(&self.content, &choice);
        Ok(sums.ok_or_else(|| {
            Error::from(UserError::invalid(
                "selectedLineIds",
                say!("the sum is too large"),
            ))
        })?)
    }
}

impl From<Found> for ProposalDocument {
    fn from(found: Found) -> Self {
        let answer = found.row.decision.zip(found.row.answered_at);
        let answer = answer.map(|(decision, at)| ProposalAnswer {
            decision,
            name: found.row.signed_name.clone(),
            at: DateTime(at),
            selected_line_ids: found.taken(),
            comment: found.row.comment.clone(),
        });
        Self {
            status: found.row.status,
            content_hash: found.row.content_hash.clone().unwrap_or_default(),
            recipient_name: found.row.contact_name.clone(),
            recipient_role: found.row.role,
            can_answer: found.can_answer(),
            answer,
            content: found.content,
        }
    }
}
