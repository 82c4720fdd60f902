use entity::{
    client, interaction,
    need::{self, Column, NeedKind, NeedStatus, Priority},
    need_interaction, opportunity, opportunity_need,
};

use super::transitions;
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// Something a client needs or is interested in.
#[rustfmt::skip]
pub(super) fn need() -> Resource {
    use need_interaction::Column as Evidence;
    resource::<need::Entity>("Something a client needs or is interested in, with the evidence for it.")
        .one::<client::Entity>("client", Column::ClientId, "The client.").filter().group()
        .choice::<NeedKind>(Column::Kind, "Whether they must have it or would like it.").filter().order().group()
        .field(Column::Statement, "What they need, in words they would use.")
        .through::<interaction::Entity, need_interaction::Entity>("evidence", Evidence::NeedId, Evidence::InteractionId, "The interactions that show it.").filter()
        .through::<opportunity::Entity, opportunity_need::Entity>("opportunities", opportunity_need::Column::NeedId, opportunity_need::Column::OpportunityId, "The opportunities that would meet it.").filter()
        .choice::<Priority>(Column::Priority, "How urgent it is.").filter().group()
        .choice::<NeedStatus>(Column::Status, "How far it is on the way from seen to met.").filter().order().group()
        .field(Column::StatusReason, "Why it is so far: for a verified need the measure or the client's word.").needs(Right::Internal)
        .transitions::<NeedStatus>("[NeedStatus!]!", Column::Status, transitions::<NeedStatus>)
        .external_ids().needs(Right::Internal)
        .custom_fields(Column::CustomFields)
        .record()
        .hides([Column::CreatedBy])
        .root("need", "needs")
}
