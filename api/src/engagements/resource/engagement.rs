use entity::{
    engagement::{self, Column, EngagementStatus, EngagementTerms},
    freelancer_bill::{self, Column as Bill},
    membership, project,
    time_entry::{self, Column as Work},
};

use super::transitions;
use crate::read::{Resource, resource};

/// What is agreed with a freelancer. Who may read one may read its amounts: others do not see that it is there.
#[rustfmt::skip]
pub(super) fn engagement() -> Resource {
    resource::<engagement::Entity>("What is agreed with a freelancer for a project: from a day to a day, at a rate, within caps. Two of one freelancer on one project never overlap. The freelancer sees their own.")
        .one::<membership::Entity>("member", Column::MemberId, "The freelancer.").filter().group()
        .one::<project::Entity>("project", Column::ProjectId, "The project.").filter().group()
        .choice::<EngagementTerms>(Column::Terms, "What the freelancer is paid for.").filter().order().group()
        .price("rate", Column::RateMicro, Column::Currency, "What an hour, the whole or a deliverable costs, as the terms say.")
        .money("capMoney", Column::CapMinor, Column::Currency, "What the freelancer may come to at the most; null when there is no such limit.")
        .field(Column::CapMinutes, "How many minutes they may work at the most; null when there is no such limit.")
        .money("usedMoney", Column::UsedMinor, Column::Currency, "What they have come to: work by the hour, and what approved bills bring beyond it.")
        .field(Column::UsedMinutes, "How many minutes they have worked.")
        .field(Column::StartsOn, "The first day.").filter().order()
        .field(Column::EndsOn, "The last day; null when no end is known.").filter().order()
        .field(Column::NdaSignedAt, "When they signed not to tell what they learn; null when they did not.").filter().order()
        .field(Column::Note, "What else was agreed.")
        .choice::<EngagementStatus>(Column::Status, "How far it is.").filter().order().group()
        .field(Column::StatusReason, "Why it was ended or given up.")
        .transitions::<EngagementStatus>("[EngagementStatus!]!", Column::Status, transitions::<EngagementStatus>)
        .many::<time_entry::Entity>("timeEntries", Work::EngagementId, "The work done under it, the latest first.").filter()
        .many::<freelancer_bill::Entity>("bills", Bill::EngagementId, "What the freelancer bills for it, the latest first.").filter()
        .record()
        .hides([Column::CreatedBy])
        .ordered("startsOn", true)
        .root("engagement", "engagements")
}
