use entity::{
    contact,
    proposal_recipient::{self, RecipientRole},
    proposal_version, proposal_view,
};

use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// Somebody whom a version was sent to.
#[rustfmt::skip]
pub(super) fn proposal_recipient() -> Resource {
    use proposal_recipient::Column;
    resource::<proposal_recipient::Entity>("Somebody whom a version of a proposal was sent to, by a link of their own.")
        .one::<proposal_version::Entity>("proposalVersion", Column::ProposalVersionId, "The version.").filter()
        .one::<contact::Entity>("contact", Column::ContactId, "Who it is.").filter().group()
        .choice::<RecipientRole>(Column::Role, "What they were sent it for.").filter()
        .field(Column::Position, "Their place among the recipients.").order()
        .field(Column::SentAt, "When it was sent.").filter().order()
        .field(Column::OpenedAt, "When they first opened it.").filter().order()
        .field(Column::ViewedAt, "When they last looked at it.").filter().order()
        .field(Column::ExpiresAt, "When their link stops working.").needs(Right::Internal)
        .many::<proposal_view::Entity>("views", proposal_view::Column::RecipientId, "What they looked at, and for how long.")
        .record()
        .hides([Column::CreatedBy, Column::ClientId, Column::KeyHash])
        .ordered("position", false)
        .root("proposalRecipient", "proposalRecipients")
}

/// How long somebody looked at a part of a proposal.
#[rustfmt::skip]
pub(super) fn proposal_view() -> Resource {
    use proposal_view::Column;
    resource::<proposal_view::Entity>("How long somebody looked at a part of a proposal, as their front end told.")
        .one::<proposal_recipient::Entity>("recipient", Column::RecipientId, "Who looked.").filter()
        .field(Column::Section, "The part.")
        .field(Column::Seconds, "For how many seconds.").sum()
        .field(Column::CreatedAt, "When it was told.").filter().order()
        .hides([Column::ClientId])
        .no_root()
}
