use entity::{
    engagement, membership, phase, project,
    rate::RateSource,
    task,
    time_entry::{self, BookingStatus, BudgetState, Column},
    work_role,
};

use super::transitions;
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// Work that somebody did for a project on a day.
#[rustfmt::skip]
pub(super) fn time_entry() -> Resource {
    resource::<time_entry::Entity>("Work that somebody did for a project on a day. What its hour cost and sells for was frozen when it was booked.")
        .one::<project::Entity>("project", Column::ProjectId, "The project.").filter().group()
        .one::<phase::Entity>("phase", Column::PhaseId, "The phase it belongs to.").filter().group()
        .one::<task::Entity>("task", Column::TaskId, "The task it was for.").filter().group()
        .one::<membership::Entity>("member", Column::MemberId, "Who worked.").filter().group()
        .one::<work_role::Entity>("workRole", Column::WorkRoleId, "What they worked as.").filter().group()
        .field(Column::Category, "Its category.").filter().order().group()
        .field(Column::WorkedOn, "The day of the work: rates are those of this day.").filter().order().by_month()
        .field(Column::BookedOn, "The day it is booked on: the day of the work, or a later one when its books were closed.").filter().order()
        .field(Column::Minutes, "How long it took.").filter().order().sum()
        .field(Column::Billable, "Whether the client pays for it.").filter().group()
        .field(Column::Note, "What was done.")
        .choice::<BookingStatus>(Column::Status, "How far the booking is.").filter().order().group()
        .field(Column::StatusReason, "Why it was rejected.")
        .transitions::<BookingStatus>("[BookingStatus!]!", Column::Status, transitions::<BookingStatus>)
        .field(Column::SubmittedAt, "When it was handed in.").filter().order()
        .field(Column::DecidedAt, "When it was approved or rejected.").filter().order()
        .one::<membership::Entity>("decidedBy", Column::DecidedBy, "Who approved or rejected it.").filter()
        .choice::<BudgetState>(Column::BudgetState, "What the budgets of the project say to it.").filter().group()
        .price("costRate", Column::CostRateMicro, Column::Currency, "What the hour cost, in the project's currency; null when nobody recorded it.").needs(Right::Costs)
        .money("cost", Column::CostMinor, Column::Currency, "What the work cost; null when that is not known.").sum().needs(Right::Costs)
        .currency(Column::CostRateCurrency, "The currency that the cost of the hour was recorded in.").needs(Right::Costs)
        .decimal(Column::CostFxRate, 10, "What that currency was worth in the project's on the day of the work.").needs(Right::Costs)
        .price("sellRate", Column::SellRateMicro, Column::Currency, "What the hour sells for; null when no card says so.").needs(Right::Prices)
        .choice::<RateSource>(Column::RateSource, "Where the price of the hour comes from.").filter().group().needs(Right::Prices)
        .money("price", Column::PriceMinor, Column::Currency, "What the client pays for the work: 0 when it is not billable, null when no card says so.").sum().needs(Right::Prices)
        .one::<engagement::Entity>("engagement", Column::EngagementId, "The freelancer's engagement that it is work of.").filter().group()
        .money("fee", Column::FeeMinor, Column::CostRateCurrency, "What the work brings a freelancer by the hour, in the engagement's currency: their own view of it, and the cost for those who see costs.")
        .record()
        .hides([Column::CreatedBy])
        .ordered("workedOn", true)
        .root("timeEntry", "timeEntries")
}
