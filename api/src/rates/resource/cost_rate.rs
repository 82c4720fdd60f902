use entity::{
    cost_rate::{self, Column, CostBasis},
    membership,
};

use crate::read::{Resource, resource};

/// What an hour of a person costs. Who may read one may read its amount: others do not see that it is there.
#[rustfmt::skip]
pub(super) fn cost_rate() -> Resource {
    resource::<cost_rate::Entity>("What an hour of a person costs the agency, from a day to a day. Two of one person never overlap.")
        .one::<membership::Entity>("member", Column::MemberId, "The person.").filter().group()
        .field(Column::StartsOn, "The first day.").filter().order()
        .field(Column::EndsOn, "The last day; null when no end is known.").filter().order()
        .price("perHour", Column::PerHourMicro, Column::Currency, "What an hour costs.")
        .choice::<CostBasis>(Column::Basis, "What it is made of.").filter().order().group()
        .record()
        .hides([Column::CreatedBy])
        .ordered("startsOn", true)
        .root("costRate", "costRates")
}
