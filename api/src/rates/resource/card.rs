use entity::{
    client, membership, project,
    rate::{self, Column as Rate},
    rate_card::{self, Column as Card},
    rate_card_version::{self, Column as Version},
    work_role,
};

use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// A list of what hours sell for.
#[rustfmt::skip]
pub(super) fn rate_card() -> Resource {
    resource::<rate_card::Entity>("A list of what hours sell for, of the agency or agreed with one client.")
        .field(Card::Name, "What it is called.").filter().order().folded(Card::NameKey)
        .one::<client::Entity>("client", Card::ClientId, "The client it was agreed with; null for the agency's own.").filter()
        .currency(Card::Currency, "The currency of its rates.").filter().order()
        .many::<rate_card_version::Entity>("versions", rate_card_version::Column::RateCardId, "Its rates from a day on, the latest first.").filter()
        .record()
        .hides([Card::CreatedBy])
        .ordered("name", false)
        .root("rateCard", "rateCards")
}

/// The rates of a card from a day on.
#[rustfmt::skip]
pub(super) fn rate_card_version() -> Resource {
    resource::<rate_card_version::Entity>("The rates of a card from a day on, until the next version begins.")
        .one::<rate_card::Entity>("rateCard", Version::RateCardId, "The card.").filter()
        .field(Version::StartsOn, "The first day.").filter().order()
        .field(Version::EndsOn, "The last day: the one before the next version begins; null for the last version.").filter().order()
        .field(Version::Note, "Why the rates changed.")
        .many::<rate::Entity>("rates", rate::Column::RateCardVersionId, "What hours sell for.").filter()
        .record()
        .hides([Version::CreatedBy])
        .ordered("startsOn", true)
        .root("rateCardVersion", "rateCardVersions")
}

/// What an hour sells for.
#[rustfmt::skip]
pub(super) fn rate() -> Resource {
    resource::<rate::Entity>("What an hour sells for. Of those that fit the work the most exact counts: project before client before agency, person before role before category.")
        .one::<rate_card_version::Entity>("cardVersion", Rate::RateCardVersionId, "The version of the card it is in.").filter()
        .one::<membership::Entity>("member", Rate::MemberId, "Only for work of this person.").filter()
        .one::<work_role::Entity>("workRole", Rate::WorkRoleId, "Only for work in this role.").filter()
        .one::<project::Entity>("project", Rate::ProjectId, "Only for work on this project.").filter()
        .field(Rate::Category, "Only for work of this category.").filter().order()
        .price("perHour", Rate::PerHourMicro, Rate::Currency, "What an hour sells for.").needs(Right::Prices)
        .record()
        .hides([Rate::CreatedBy])
        .root("rate", "rates")
}
