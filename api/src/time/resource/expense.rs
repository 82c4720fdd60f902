use entity::{
    commitment,
    expense::{self, Column},
    file, membership, phase, project,
    time_entry::{BookingStatus, BudgetState},
};

use super::transitions;
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// Something bought for a project.
#[rustfmt::skip]
pub(super) fn expense() -> Resource {
    resource::<expense::Entity>("Something bought for a project: what it cost, and what the client pays for it.")
        .one::<project::Entity>("project", Column::ProjectId, "The project.").filter().group()
        .one::<phase::Entity>("phase", Column::PhaseId, "The phase it belongs to.").filter().group()
        .one::<membership::Entity>("member", Column::MemberId, "Who booked it.").filter().group()
        .field(Column::Category, "Its category.").filter().order().group()
        .field(Column::Description, "What was bought.")
        .field(Column::Vendor, "Who sold it.")
        .field(Column::SpentOn, "The day it was bought.").filter().order().by_month()
        .field(Column::BookedOn, "The day it is booked on: the day it was bought, or a later one when its books were closed.").filter().order()
        .money("paid", Column::PaidMinor, Column::PaidCurrency, "What was paid, without tax.")
        .money("tax", Column::TaxMinor, Column::PaidCurrency, "The tax on it.")
        .money("cost", Column::CostMinor, Column::Currency, "What it cost without tax, in the project's currency.").sum().needs(Right::Costs)
        .decimal(Column::FxRate, 10, "What the currency that was paid in was worth in the project's on that day.").needs(Right::Costs)
        .field(Column::MarkupBps, "What is put on top for the client, in hundredths of a percent.").needs(Right::Costs)
        .money("price", Column::PriceMinor, Column::Currency, "What the client pays for it: 0 when it is not billable.").sum().needs(Right::Prices)
        .field(Column::Billable, "Whether the client pays for it.").filter().group()
        .field(Column::PassThrough, "Whether it is spent in the client's name: kept out of the agency's own income.").filter().group()
        .one::<membership::Entity>("reimburseTo", Column::ReimburseTo, "Who gets the money back.").filter()
        .one::<commitment::Entity>("commitment", Column::CommitmentId, "The commitment that it uses.").filter().needs(Right::Costs)
        .one::<file::Entity>("receipt", Column::ReceiptId, "The file that proves it.").filter()
        .choice::<BookingStatus>(Column::Status, "How far the booking is.").filter().order().group()
        .field(Column::StatusReason, "Why it was rejected.")
        .transitions::<BookingStatus>("[BookingStatus!]!", Column::Status, transitions::<BookingStatus>)
        .field(Column::SubmittedAt, "When it was handed in.").filter().order()
        .field(Column::DecidedAt, "When it was approved or rejected.").filter().order()
        .one::<membership::Entity>("decidedBy", Column::DecidedBy, "Who approved or rejected it.").filter()
        .choice::<BudgetState>(Column::BudgetState, "What the budgets of the project say to it.").filter().group()
        .record()
        .hides([Column::CreatedBy])
        .ordered("spentOn", true)
        .root("expense", "expenses")
}
