use async_graphql::{Context, Object, Result, SimpleObject};

use crate::{
    graphql::errors::Shown,
    kernel::error::{self, Error},
    proposals::{
        document::ProposalDocument,
        input::{ProposalLinkAcceptInput, ProposalLinkDeclineInput, ProposalLinkViewInput},
        query::visit,
        service::link::Found,
    },
};

/// What came of following a link.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ProposalLinkPayload {
    /// The proposal as it is afterwards; null when there are errors.
    document: Option<ProposalDocument>,
    /// Why nothing was done.
    errors: Vec<Shown>,
}

/// What somebody with a link does. The link says who they are: nobody signs in.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LinkMutation;

#[Object]
impl LinkMutation {
    /// Notes that a link was opened, and what was looked at.
    async fn proposal_link_view(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is looked at.")] input: ProposalLinkViewInput,
    ) -> Result<ProposalLinkPayload> {
        answered(visit(ctx)?.view(input).await)
    }

    /// Accepts what a link shows, with the options that are taken. Accepting the same again changes nothing.
    async fn proposal_link_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is accepted, and by whom.")] input: ProposalLinkAcceptInput,
    ) -> Result<ProposalLinkPayload> {
        answered(visit(ctx)?.accept(input).await)
    }

    /// Declines what a link shows. Declining it again changes nothing.
    async fn proposal_link_decline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is declined, and why.")] input: ProposalLinkDeclineInput,
    ) -> Result<ProposalLinkPayload> {
        answered(visit(ctx)?.decline(input).await)
    }
}

fn answered(outcome: error::Result<Found>) -> Result<ProposalLinkPayload> {
    match outcome {
        Ok(found) => Ok(ProposalLinkPayload {
            document: Some(found.into()),
            errors: vec![],
        }),
        Err(Error::User(errors)) => Ok(ProposalLinkPayload {
            document: None,
            errors: errors.into_iter().map(Shown::from).collect(),
        }),
        Err(error) => Err(error.into()),
    }
}
