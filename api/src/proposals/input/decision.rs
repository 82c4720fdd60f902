use async_graphql::InputObject;
use entity::{proposal_line, proposal_version, value::Id};

use super::LINES_AT_MOST;
use crate::kernel::{
    check::{Checks, NAME, NOTE},
    error::Result,
};

/// The acceptance of a version by a portal user who may sign.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalAcceptInput {
    /// Which version.
    pub proposal_version_id: Id<proposal_version::Entity>,
    /// The hash of the content that was read.
    pub content_hash: String,
    /// The options that are taken; those chosen beforehand when left out.
    pub selected_line_ids: Option<Vec<Id<proposal_line::Entity>>>,
    /// The signer's name as they type it, at most 200 characters.
    pub name: String,
    /// What they add, at most 2 000 characters.
    pub comment: Option<String>,
    /// Check all of it and answer what would be agreed, and change nothing.
    pub dry_run: Option<bool>,
    /// The same key with the same input gives the first answer again, for 24 hours. A dry run uses no key up.
    pub idempotency_key: Option<String>,
}

/// The refusal of a version by a portal user who may sign.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalDeclineInput {
    /// Which version.
    pub proposal_version_id: Id<proposal_version::Entity>,
    /// The name of who declines, as they type it.
    pub name: Option<String>,
    /// Why, at most 2 000 characters.
    pub comment: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What a signer writes under a proposal.
pub(super) fn signed(
    name: &str,
    comment: Option<&String>,
    lines: Option<&[Id<proposal_line::Entity>]>,
) -> Result<()> {
    let mut checks = Checks::new();
    checks.text("name", name, NAME);
    checks.opt_text("comment", comment, NOTE);
    checks.at_most("selectedLineIds", lines.map_or(0, <[_]>::len), LINES_AT_MOST);
    checks.done()
}

/// What somebody writes who declines.
pub(super) fn declined(name: Option<&String>, comment: Option<&String>) -> Result<()> {
    let mut checks = Checks::new();
    checks.opt_text("name", name, NAME);
    checks.opt_text("comment", comment, NOTE);
    checks.done()
}

impl ProposalAcceptInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        signed(
            &self.name,
            self.comment.as_ref(),
            self.selected_line_ids.as_deref(),
        )
    }
}

impl ProposalDeclineInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        declined(self.name.as_ref(), self.comment.as_ref())
    }
}
