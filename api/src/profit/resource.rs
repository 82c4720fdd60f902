//! What can be read.

use entity::{
    membership,
    overhead_period::{self, Column},
};

use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// All resources of the module.
pub fn resources() -> Vec<Resource> {
    vec![overhead_period()]
}

/// What the agency as a whole cost in some months.
#[rustfmt::skip]
fn overhead_period() -> Resource {
    resource::<overhead_period::Entity>("What the agency as a whole cost in some months, beside its projects. Work for clients carries its share by the hour.")
        .field(Column::StartsOn, "The first day: that of a month in the agency's calendar.").filter().order()
        .field(Column::EndsOn, "The last day: that of a month.").filter().order()
        .money("facilityCost", Column::FacilityMinor, Column::Currency, "What rooms, tools and the like cost.").needs(Right::Costs)
        .money("internalLabourCost", Column::InternalLabourMinor, Column::Currency, "What work for the agency itself cost.").needs(Right::Costs)
        .field(Column::TotalMinutes, "All minutes that were worked.").needs(Right::Costs)
        .field(Column::ClientMinutes, "Those of them that were worked for clients.").needs(Right::Costs)
        .price("facilityPerHour", Column::FacilityPerHourMicro, Column::Currency, "What an hour of anybody carries of the facilities: their cost by all hours.").needs(Right::Costs)
        .price("internalPerHour", Column::InternalPerHourMicro, Column::Currency, "What an hour for clients carries of the work for the agency itself: its cost by the hours for clients.").needs(Right::Costs)
        .price("overheadPerHour", Column::PerHourMicro, Column::Currency, "What an hour for clients carries in all; rounded once, from the exact shares.").needs(Right::Costs)
        .field(Column::LockedAt, "When it was locked: it is not changed any more.").filter().order()
        .one::<membership::Entity>("lockedBy", Column::LockedBy, "Who locked it.")
        .record()
        .hides([Column::CreatedBy])
        .ordered("startsOn", true)
        .root("overheadPeriod", "overheadPeriods")
}
