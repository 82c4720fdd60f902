use async_graphql::InputObject;
use entity::{proposal_line, value::Id};

use super::decision::{declined, signed};
use crate::kernel::{check::Checks, error::Result};

/// The longest name of a part.
const SECTION: usize = 200;
/// The longest look at once: a day.
const SECONDS: i32 = 86_400;

/// What somebody with a link looks at. The first time says that they have opened it.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalLinkViewInput {
    /// The token of the link.
    pub token: String,
    /// The part they looked at, at most 200 characters.
    pub section: Option<String>,
    /// For how many seconds.
    pub seconds: Option<i32>,
}

/// The acceptance of what a link shows.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalLinkAcceptInput {
    /// The token of the link.
    pub token: String,
    /// The hash of the content that was read.
    pub content_hash: String,
    /// The options that are taken; those chosen beforehand when left out.
    pub selected_line_ids: Option<Vec<Id<proposal_line::Entity>>>,
    /// The signer's name as they type it, at most 200 characters.
    pub name: String,
    /// What they add, at most 2 000 characters.
    pub comment: Option<String>,
    /// Check all of it and answer what would be agreed, and change nothing: not even that the link was opened is noted.
    pub dry_run: Option<bool>,
}

/// The refusal of what a link shows.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalLinkDeclineInput {
    /// The token of the link.
    pub token: String,
    /// The name of who declines, as they type it.
    pub name: Option<String>,
    /// Why, at most 2 000 characters.
    pub comment: Option<String>,
}

impl ProposalLinkViewInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("section", self.section.as_ref(), SECTION);
        checks.range("seconds", self.seconds, 0, SECONDS);
        checks.done()
    }
}

impl ProposalLinkAcceptInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        signed(
            &self.name,
            self.comment.as_ref(),
            self.selected_line_ids.as_deref(),
        )
    }
}

impl ProposalLinkDeclineInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        declined(self.name.as_ref(), self.comment.as_ref())
    }
}
