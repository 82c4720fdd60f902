use entity::{
    membership, phase, project, task,
    timer::{self, Column},
    work_role,
};

use crate::read::{Resource, resource};

/// A clock that runs while somebody works.
#[rustfmt::skip]
pub(super) fn timer() -> Resource {
    resource::<timer::Entity>("A clock that runs while somebody works: stopped, it becomes a time entry. One runs at a time for each person, who alone sees it but for those who run the agency.")
        .one::<membership::Entity>("member", Column::MemberId, "Who works.")
        .one::<project::Entity>("project", Column::ProjectId, "The project.").filter()
        .one::<phase::Entity>("phase", Column::PhaseId, "The phase.")
        .one::<task::Entity>("task", Column::TaskId, "The task.").filter()
        .one::<work_role::Entity>("workRole", Column::WorkRoleId, "What they work as.")
        .field(Column::Category, "The category of the work.")
        .field(Column::Billable, "Whether the client pays for it.")
        .field(Column::Note, "What is being done.")
        .field(Column::StartedAt, "When it was started.").filter().order()
        .field(Column::StoppedAt, "When it was stopped or discarded; null while it runs.").filter().order()
        .record()
        .hides([Column::CreatedBy])
        .ordered("startedAt", true)
        .root("timer", "timers")
}
