use entity::{
    agency::Locale,
    client,
    contact::{self, Column, DecisionRole},
};

use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// A person at a client.
#[rustfmt::skip]
pub(super) fn contact() -> Resource {
    resource::<contact::Entity>("A person at a client.")
        .one::<client::Entity>("client", Column::ClientId, "The client.").filter().group()
        .field(Column::Name, "The name.").filter().order().folded(Column::NameKey)
        .field(Column::Email, "The mail address, in lower case.").filter().order()
        .field(Column::Phone, "The telephone number.")
        .field(Column::JobTitle, "What they do there.")
        .choice::<DecisionRole>(Column::DecisionRole, "The part they play in decisions.").filter().order().group().needs(Right::Internal)
        .choice::<Locale>(Column::Locale, "Their language.")
        .field(Column::ConsentSurvey, "Whether they may be sent surveys.")
        .field(Column::ConsentMarketing, "Whether they may be sent advertising.")
        .field(Column::ConsentPublishComments, "Whether their comments may be published.")
        .field(Column::ConsentAt, "When the consents were last given or taken back.")
        .external_ids().needs(Right::Internal)
        .custom_fields(Column::CustomFields)
        .record()
        .hides([Column::CreatedBy])
        .ordered("name", false)
        .root("contact", "contacts")
}
