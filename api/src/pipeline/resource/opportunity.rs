use entity::{
    client, estimate, membership, need,
    opportunity::{self, Column, LostReason},
    opportunity_need, proposal, stage,
};

use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// Work that a client may order.
#[rustfmt::skip]
pub(super) fn opportunity() -> Resource {
    use opportunity_need::Column::{NeedId, OpportunityId};
    resource::<opportunity::Entity>("Work that a client may order.")
        .one::<client::Entity>("client", Column::ClientId, "The client.").filter().group()
        .field(Column::Title, "What the client may order.").filter().order().folded(Column::NameKey)
        .one::<stage::Entity>("stage", Column::StageId, "How far it is. Changed by opportunityMove.").filter().group()
        .money("amount", Column::AmountMinor, Column::Currency, "What the order would be worth.").sum().needs(Right::Prices)
        .currency(Column::Currency, "The currency of its amount.").filter().group()
        .field(Column::ExpectedClose, "The day the client is expected to decide by.").filter().order().by_month()
        .field(Column::Source, "Where it came from.").filter().order().group()
        .one::<membership::Entity>("owner", Column::OwnerId, "Who works on it.").filter().group()
        .field(Column::ProbabilityBps, "How likely an order is, in hundredths of a percent: as the stage says, unless it is its own.").filter().order()
        .field(Column::IsProbabilityOwn, "Whether the probability is its own and not that of the stage.").filter()
        .choice::<LostReason>(Column::LostReason, "Why the client did not order.").filter().order().group()
        .field(Column::LostNote, "What there is to say of why.").needs(Right::Internal)
        .field(Column::ClosedOn, "The day it was won or lost.").filter().order().by_month()
        .through::<need::Entity, opportunity_need::Entity>("needs", OpportunityId, NeedId, "The needs it would meet.").filter()
        .many::<estimate::Entity>("estimates", estimate::Column::OpportunityId, "What the work would take.").filter()
        .many::<proposal::Entity>("proposals", proposal::Column::OpportunityId, "What was offered for it.").filter()
        .external_ids().needs(Right::Internal)
        .custom_fields(Column::CustomFields)
        .record()
        .hides([Column::CreatedBy])
        .root("opportunity", "opportunities")
}
