use entity::{
    membership,
    milestone::{self, Column, MilestoneStatus},
    phase, project,
};

use super::transitions;
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// A point that a project reaches by a day that the client was told.
#[rustfmt::skip]
pub(super) fn milestone() -> Resource {
    resource::<milestone::Entity>("A point that a project reaches by a day that the client was told.")
        .one::<project::Entity>("project", Column::ProjectId, "The project.").filter().group()
        .one::<phase::Entity>("phase", Column::PhaseId, "The phase it is reached in.").filter().group()
        .field(Column::Name, "What it is called.").filter().order().folded(Column::NameKey)
        .field(Column::AcceptanceCriteria, "What the client accepts it by.")
        .choice::<MilestoneStatus>(Column::Status, "How far it is.").filter().order().group()
        .field(Column::StatusReason, "Why it is so far.").needs(Right::Internal)
        .transitions::<MilestoneStatus>("[MilestoneStatus!]!", Column::Status, transitions::<MilestoneStatus>)
        .field(Column::CommittedOn, "The day the client was told. Moves only with the client's consent.").filter().order().by_month()
        .field(Column::ForecastOn, "The day it is now expected.").filter().order()
        .field(Column::AchievedOn, "The day it was reached.").filter().order()
        .field(Column::ClientAcceptedOn, "The day the client accepted it.").filter().order()
        .one::<membership::Entity>("acceptedBy", Column::AcceptedBy, "Who recorded that the client accepted it.").filter()
        .field(Column::WeightBps, "How much it counts in the progress of its phase, in hundredths of a percent.").needs(Right::Internal)
        .record()
        .hides([Column::CreatedBy])
        .ordered("committedOn", false)
        .root("milestone", "milestones")
}
