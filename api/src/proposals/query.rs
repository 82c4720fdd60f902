//! Root fields that read what is no record of the caller's agency.

use std::sync::Arc;

use async_graphql::{Context, Object, Result};

use super::{document::ProposalDocument, service::link::Visit};
use crate::{
    graphql::write::caller,
    kernel::error::{self, Error},
    people::door::Door,
};

/// What somebody with a link can read.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProposalsQuery;

#[Object]
impl ProposalsQuery {
    /// The proposal that a link leads to; null when the link does not work, or no longer. Reading it is not noted: see
    /// proposalLinkView.
    async fn proposal_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token of the link.")] token: String,
    ) -> Result<Option<ProposalDocument>> {
        let found = visit(ctx)?.look(&token).await?;
        Ok(found.map(ProposalDocument::from))
    }
}

/// The visit of the request that a field belongs to.
pub(super) fn visit(ctx: &Context<'_>) -> error::Result<Visit> {
    let door = ctx.data_opt::<Arc<Door>>().cloned();
    Ok(Visit {
        door: door.ok_or_else(|| Error::internal("following a link without a door"))?,
        caller: caller(ctx)?,
    })
}
