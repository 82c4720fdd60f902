//! Root fields that write.

mod draft;
mod link;
mod send;

use async_graphql::MergedObject;

/// Proposals, their versions, and what clients answer.
#[derive(Debug, Default, MergedObject)]
pub(crate) struct ProposalsMutation(draft::DraftMutation, send::SendMutation, link::LinkMutation);
