use entity::{
    engagement,
    freelancer_bill::{self, Column, FreelancerBillStatus},
    freelancer_bill_line::{self, Column as Line},
    membership, phase, project,
    time_entry::{self, BudgetState},
};

use super::transitions;
use crate::read::{Resource, resource};

/// What a freelancer bills. Who may read one may read its amounts: others do not see that it is there.
#[rustfmt::skip]
pub(super) fn freelancer_bill() -> Resource {
    resource::<freelancer_bill::Entity>("What a freelancer bills for work under an engagement. The freelancer sees their own.")
        .one::<engagement::Entity>("engagement", Column::EngagementId, "The engagement.").filter().group()
        .one::<project::Entity>("project", Column::ProjectId, "The project.").filter().group()
        .one::<membership::Entity>("member", Column::MemberId, "The freelancer.").filter().group()
        .one::<phase::Entity>("phase", Column::PhaseId, "The phase that it is for.").filter().group()
        .field(Column::Number, "The freelancer's own number: no two bills of an engagement share one, but for those that were discarded.").filter().order()
        .field(Column::BilledOn, "The day of the bill.").filter().order().by_month()
        .field(Column::Note, "What else the freelancer says.")
        .money("total", Column::TotalMinor, Column::Currency, "The sum of its lines.").sum()
        .many::<freelancer_bill_line::Entity>("lines", Line::FreelancerBillId, "Its lines, in their order.").filter()
        .choice::<FreelancerBillStatus>(Column::Status, "How far it is.").filter().order().group()
        .field(Column::StatusReason, "Why it is disputed.")
        .transitions::<FreelancerBillStatus>("[FreelancerBillStatus!]!", Column::Status, transitions::<FreelancerBillStatus>)
        .choice::<BudgetState>(Column::BudgetState, "What the budgets of the project say to it; null before somebody approves it.").filter().group()
        .field(Column::BookedOn, "The day it is booked on: the day of the bill, or the first after it whose books are open. Null before it is approved.").filter().order()
        .field(Column::SubmittedAt, "When it was handed in.").filter().order()
        .field(Column::DecidedAt, "When it was approved or disputed.").filter().order()
        .one::<membership::Entity>("decidedBy", Column::DecidedBy, "Who approved or disputed it.").filter()
        .field(Column::PaidOn, "The day it was paid.").filter().order()
        .record()
        .hides([Column::BeyondMinor, Column::CreatedBy])
        .ordered("billedOn", true)
        .root("freelancerBill", "freelancerBills")
}

/// A line of a freelancer's bill.
#[rustfmt::skip]
pub(super) fn freelancer_bill_line() -> Resource {
    resource::<freelancer_bill_line::Entity>("A line of a freelancer's bill: for work, for something delivered, or for the whole.")
        .one::<freelancer_bill::Entity>("freelancerBill", Line::FreelancerBillId, "The bill.").filter()
        .one::<project::Entity>("project", Line::ProjectId, "The project.").filter()
        .one::<membership::Entity>("member", Line::MemberId, "The freelancer.").filter()
        .field(Line::Position, "Its place on the bill.").order()
        .one::<time_entry::Entity>("timeEntry", Line::TimeEntryId, "The work it is for; on no other line that stands.").filter()
        .field(Line::Description, "What it is for; null for work of which nothing was noted.")
        .money("amount", Line::AmountMinor, Line::Currency, "How much.").sum()
        .record()
        .hides([Line::CreatedBy])
        .ordered("position", false)
        .root("freelancerBillLine", "freelancerBillLines")
}
