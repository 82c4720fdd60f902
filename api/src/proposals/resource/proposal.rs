use entity::{
    acceptance, client, contract, opportunity, project,
    proposal::{self, Column},
    proposal_version,
};

use crate::read::{Resource, resource};

/// What an agency offers a client.
#[rustfmt::skip]
pub(super) fn proposal() -> Resource {
    resource::<proposal::Entity>("What an agency offers a client, in versions of which one may be accepted.")
        .one::<client::Entity>("client", Column::ClientId, "The client it is for.").filter().group()
        .one::<opportunity::Entity>("opportunity", Column::OpportunityId, "The opportunity that it is for: won when the client accepts.").filter()
        .one::<project::Entity>("project", Column::ProjectId, "The project that it adds to; null when its acceptance opens one.").filter()
        .field(Column::Number, "PRP-0001 and on.").filter().order()
        .field(Column::Title, "What it is called.").filter().order()
        .one::<proposal_version::Entity>("currentVersion", Column::CurrentVersionId, "The version that was made last; null for a portal user who does not see it yet.").filter()
        .many::<proposal_version::Entity>("versions", proposal_version::Column::ProposalId, "Its versions, the latest first.").filter()
        .many::<acceptance::Entity>("acceptances", acceptance::Column::ProposalId, "What the client answered.").filter()
        .many::<contract::Entity>("contracts", contract::Column::ProposalId, "The contract that its acceptance has opened: one at the most.").filter()
        .record()
        .hides([Column::CreatedBy])
        .root("proposal", "proposals")
}
