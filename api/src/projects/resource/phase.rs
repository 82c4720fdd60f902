use entity::{
    milestone,
    phase::{self, Column, PercentCompleteMethod, PhaseStatus},
    project, task,
};

use super::transitions;
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// A part of a project with its own dates.
#[rustfmt::skip]
pub(super) fn phase() -> Resource {
    resource::<phase::Entity>("A part of a project with its own dates.")
        .one::<project::Entity>("project", Column::ProjectId, "The project.").filter().group()
        .field(Column::Position, "Its place among the phases of the project: they are listed from the lowest to the highest.").filter().order()
        .field(Column::Name, "What it is called.").filter().order().folded(Column::NameKey)
        .field(Column::Goal, "What it is to bring.")
        .choice::<PhaseStatus>(Column::Status, "How far it is.").filter().order().group()
        .field(Column::StatusReason, "Why it is so far.").needs(Right::Internal)
        .transitions::<PhaseStatus>("[PhaseStatus!]!", Column::Status, transitions::<PhaseStatus>)
        .field(Column::StartsOn, "The day it begins.").filter().order()
        .field(Column::EndsOn, "The day it ends.").filter().order().by_month()
        .choice::<PercentCompleteMethod>(Column::PercentCompleteMethod, "How its progress is found.").needs(Right::Internal)
        .field(Column::PercentBps, "Progress set by hand, in hundredths of a percent.")
        .field(Column::Weight, "How much it counts in the progress of the project.").needs(Right::Internal)
        .many::<milestone::Entity>("milestones", milestone::Column::PhaseId, "What is reached in it.").filter()
        .many::<task::Entity>("tasks", task::Column::PhaseId, "The work in it, in its order.").filter()
        .record()
        .hides([Column::CreatedBy])
        .ordered("position", false)
        .root("phase", "phases")
}
