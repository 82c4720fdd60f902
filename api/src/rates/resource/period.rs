use entity::{
    accounting_period::{self, Column, PeriodStatus},
    membership,
};

use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// A span of days whose books are open or closed.
#[rustfmt::skip]
pub(super) fn accounting_period() -> Resource {
    resource::<accounting_period::Entity>("A span of days whose books are open or closed. Nothing is booked or changed on a day of a closed period.")
        .field(Column::StartsOn, "The first day.").filter().order()
        .field(Column::EndsOn, "The last day.").filter().order()
        .choice::<PeriodStatus>(Column::Status, "Whether something can still be booked.").filter().order().group()
        .field(Column::StatusReason, "Why it was opened again.").needs(Right::Costs)
        .field(Column::ClosedAt, "When it was closed.").filter().order()
        .one::<membership::Entity>("closedBy", Column::ClosedBy, "Who closed it.").filter().group()
        .record()
        .hides([Column::CreatedBy])
        .ordered("startsOn", true)
        .root("accountingPeriod", "accountingPeriods")
}
