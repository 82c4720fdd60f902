use entity::{
    client,
    event::Visibility,
    interaction, membership,
    promise::{self, Column, Party, PromiseStatus},
};

use super::transitions;
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// Something that one side said it would do by a day.
#[rustfmt::skip]
pub(super) fn promise() -> Resource {
    resource::<promise::Entity>("Something that one side said it would do by a day.")
        .one::<client::Entity>("client", Column::ClientId, "The client.").filter().group()
        .one::<interaction::Entity>("interaction", Column::InteractionId, "The interaction it was given in.").filter()
        .choice::<Party>(Column::ByParty, "Whose promise it is.").filter().order().group()
        .one::<membership::Entity>("owner", Column::OwnerId, "The colleague who sees to it.").filter().group()
        .field(Column::Text, "What was promised.")
        .field(Column::DueOn, "The day it is due.").filter().order().by_month()
        .choice::<PromiseStatus>(Column::Status, "What became of it.").filter().order().group()
        .field(Column::StatusReason, "Why it came so.").needs(Right::Internal)
        .transitions::<PromiseStatus>("[PromiseStatus!]!", Column::Status, transitions::<PromiseStatus>)
        .field(Column::KeptOn, "The day it was kept.")
        .choice::<Visibility>(Column::Visibility, "Whether the client sees it in the portal.").filter().order().group().needs(Right::Internal)
        .record()
        .hides([Column::CreatedBy])
        .ordered("dueOn", false)
        .root("promise", "promises")
}
