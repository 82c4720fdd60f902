use entity::{
    event::Visibility,
    membership,
    need::Priority,
    phase, project,
    task::{self, Column, TaskStatus},
    task_assignee, task_dependency,
};

use super::transitions;
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// A piece of work in a project.
#[rustfmt::skip]
pub(super) fn task() -> Resource {
    use task_dependency::Column::{DependsOnId, TaskId};
    resource::<task::Entity>("A piece of work in a project.")
        .one::<project::Entity>("project", Column::ProjectId, "The project.").filter().group()
        .one::<phase::Entity>("phase", Column::PhaseId, "The phase it is done in.").filter().group()
        .field(Column::Name, "What it is called.").filter().order().folded(Column::NameKey)
        .field(Column::Description, "What is to be done.")
        .choice::<TaskStatus>(Column::Status, "How far it is.").filter().order().group()
        .field(Column::StatusReason, "Why it is so far.").needs(Right::Work)
        .transitions::<TaskStatus>("[TaskStatus!]!", Column::Status, transitions::<TaskStatus>)
        .through::<membership::Entity, task_assignee::Entity>("assignees", task_assignee::Column::TaskId, task_assignee::Column::MemberId, "Who does it.").filter()
        .field(Column::EstimateMinutes, "The work it was thought to take, in minutes.").sum().needs(Right::Work)
        .field(Column::RemainingMinutes, "The work it still takes, in minutes.").sum().needs(Right::Work)
        .field(Column::PercentBps, "Progress in hundredths of a percent.")
        .field(Column::StartsOn, "The day it begins.").filter().order()
        .field(Column::DueOn, "The day it has to be done by.").filter().order().by_month()
        .field(Column::DoneAt, "When it was done.").filter().order().by_month()
        .choice::<Priority>(Column::Priority, "What comes first.").filter().order().group()
        .choice::<Visibility>(Column::Visibility, "Whether the client sees it in the portal, once the project is shared.").filter().group().needs(Right::Internal)
        .field(Column::Position, "Its place among the tasks of the project: they are listed from the lowest to the highest.").filter().order()
        .through::<task::Entity, task_dependency::Entity>("dependsOn", TaskId, DependsOnId, "What has to be done before it can begin.").filter()
        .through::<task::Entity, task_dependency::Entity>("dependents", DependsOnId, TaskId, "What cannot begin before it is done.").filter()
        .external_ids().needs(Right::Internal)
        .custom_fields(Column::CustomFields)
        .record()
        .hides([Column::CreatedBy])
        .ordered("position", false)
        .root("task", "tasks")
}
