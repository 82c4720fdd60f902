use entity::{
    client, contact,
    event::Visibility,
    interaction::{self, Channel, Column, Direction, Hat},
    interaction_contact, interaction_member, membership, project,
};

use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// A talk, mail or visit between the agency and a client.
#[rustfmt::skip]
pub(super) fn interaction() -> Resource {
    use interaction_contact::Column as OfContact;
    use interaction_member::Column as OfMember;
    resource::<interaction::Entity>("A talk, mail or visit between the agency and a client.")
        .one::<client::Entity>("client", Column::ClientId, "The client.").filter().group()
        .through::<contact::Entity, interaction_contact::Entity>("contacts", OfContact::InteractionId, OfContact::ContactId, "Who took part for the client.").filter()
        .through::<membership::Entity, interaction_member::Entity>("members", OfMember::InteractionId, OfMember::MemberId, "Who took part for the agency.").filter()
        .one::<project::Entity>("project", Column::ProjectId, "The project it was about.").filter().group()
        .field(Column::At, "When it began.").filter().order().by_month()
        .field(Column::Minutes, "How long it took.").sum()
        .choice::<Channel>(Column::Channel, "How the two sides met.").filter().order().group()
        .choice::<Direction>(Column::Direction, "Who began it.").filter().order().group()
        .choice::<Hat>(Column::Hat, "The role that the agency's side played.").filter().order().group()
        .field(Column::Summary, "What was said.")
        .field(Column::Sentiment, "The client's mood, from -2, very bad, to 2, very good.").filter().order().group().needs(Right::Internal)
        .choice::<Visibility>(Column::Visibility, "Whether the client sees it in the portal.").filter().order().group().needs(Right::Internal)
        .external_ids().needs(Right::Internal)
        .custom_fields(Column::CustomFields)
        .record()
        .hides([Column::CreatedBy])
        .ordered("at", true)
        .root("interaction", "interactions")
}
