use async_graphql::{Context, Object, Result, SimpleObject};

use crate::{
    graphql::{errors::Shown, trial},
    kernel::error,
    proposals::{
        document::ProposalDocument,
        input::{ProposalLinkAcceptInput, ProposalLinkDeclineInput, ProposalLinkViewInput},
        preview::AcceptancePreview,
        query::visit,
        service::link::Found,
    },
};

/// What came of following a link.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ProposalLinkPayload {
    /// The proposal as it is afterwards; null when there are errors.
    document: Option<ProposalDocument>,
    /// What would be agreed; only where an acceptance is tried out.
    preview: Option<AcceptancePreview>,
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
        if input.dry_run.unwrap_or(false) {
            return previewed(visit(ctx)?.try_accept(input).await);
        }
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
    previewed(outcome.map(|found| (found, None)))
}

fn previewed(outcome: error::Result<(Found, Option<AcceptancePreview>)>) -> Result<ProposalLinkPayload> {
    let (answer, errors) = trial::shown(outcome)?;
    let (document, preview) = answer.unzip();
    Ok(ProposalLinkPayload {
        document: document.map(ProposalDocument::from),
        preview: preview.flatten(),
        errors,
    })
}
