use std::collections::HashSet;

use async_graphql::{Enum, InputObject};
use entity::{contact, proposal_recipient::RecipientRole, proposal_version, value::Id};

use crate::kernel::{
    check::{Checks, NOTE},
    error::{Result, UserError},
};

/// People whom one version is sent to.
const RECIPIENTS_AT_MOST: usize = 20;

/// How a proposal gets to those it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ProposalDelivery {
    /// Each recipient gets a mail with their link.
    Email,
    /// Nobody gets anything: the answer has the links, once, for a front end to hand over.
    None,
}

/// Somebody whom a version is sent to.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalRecipientInput {
    /// The contact, of the proposal's client.
    pub contact_id: Id<contact::Entity>,
    /// What they are sent it for.
    pub role: RecipientRole,
}

/// The version to send.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalVersionSendInput {
    /// Which version. It is APPROVED.
    pub id: Id<proposal_version::Entity>,
    /// Refuse if the version has changed since.
    pub expected_version: i32,
    /// Whom it is sent to in their order, at most 20; at least one is to sign.
    pub recipients: Vec<ProposalRecipientInput>,
    /// How it gets to them.
    pub delivery: ProposalDelivery,
    /// The same key with the same input gives the first answer again, for 24 hours, but without links.
    pub idempotency_key: Option<String>,
}

/// The version to take back.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalVersionWithdrawInput {
    /// Which version. The client has not answered it yet.
    pub id: Id<proposal_version::Entity>,
    /// Refuse if the version has changed since.
    pub expected_version: i32,
    /// Why; kept with the version and in the history. The client does not see it.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl ProposalVersionSendInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.at_most("recipients", self.recipients.len(), RECIPIENTS_AT_MOST);
        let mut known = HashSet::new();
        for (at, recipient) in self.recipients.iter().enumerate() {
            if !known.insert(recipient.contact_id) {
                let path = format!("input.recipients.{at}.contactId");
                checks.fault(UserError::invalid(&path, say!("this contact is named twice")));
            }
        }
        let signs = |recipient: &ProposalRecipientInput| match recipient.role {
            RecipientRole::Signer => true,
            RecipientRole::Viewer => false,
        };
        if !self.recipients.iter().any(signs) {
            checks.fault(UserError::invalid(
                "input.recipients",
                say!("somebody has to sign"),
            ));
        }
        checks.done()
    }
}

impl ProposalVersionWithdrawInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("reason", self.reason.as_ref(), NOTE);
        checks.done()
    }
}
