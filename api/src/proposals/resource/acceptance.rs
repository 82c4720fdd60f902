use entity::{
    acceptance::{self, Column, Decision},
    client, contact, membership, proposal, proposal_recipient, proposal_version,
};

use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// What a client answered.
#[rustfmt::skip]
pub(super) fn acceptance() -> Resource {
    resource::<acceptance::Entity>("What a client answered to a version of a proposal, and how that can be proven.")
        .one::<proposal_version::Entity>("proposalVersion", Column::ProposalVersionId, "The version.").filter()
        .one::<proposal::Entity>("proposal", Column::ProposalId, "The proposal.").filter()
        .one::<client::Entity>("client", Column::ClientId, "The client.").filter().group()
        .one::<proposal_recipient::Entity>("recipient", Column::RecipientId, "Whose link it came by; none for a portal user.")
        .one::<contact::Entity>("contact", Column::ContactId, "Who answered.").filter()
        .one::<membership::Entity>("member", Column::MemberId, "The portal user who answered; none for a link.")
        .choice::<Decision>(Column::Decision, "What they answered.").filter().group()
        .texts(Column::SelectedLineIds, "Ids of the options that were taken.")
        .field(Column::SignedName, "The name as they typed it.")
        .field(Column::Comment, "What they added.")
        .field(Column::ContentHash, "The hash of the content that they answered to.")
        .money("net", Column::NetMinor, Column::Currency, "The sum before tax, with the options that were taken.").needs(Right::Prices)
        .money("tax", Column::TaxMinor, Column::Currency, "The tax on it.").needs(Right::Prices)
        .money("total", Column::TotalMinor, Column::Currency, "The sum to be paid.").needs(Right::Prices)
        .field(Column::Address, "The network address it came from.").needs(Right::Internal)
        .field(Column::UserAgent, "What their program calls itself.").needs(Right::Internal)
        .record()
        .hides([Column::CreatedBy])
        .root("acceptance", "acceptances")
}
