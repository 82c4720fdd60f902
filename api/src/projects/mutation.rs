//! Root fields that write.

use entity::{milestone, phase, project, project_member, task};

use super::{
    input::{
        MilestoneArchiveInput, MilestoneCommitmentMoveInput, MilestoneCreateInput, MilestoneTransitionInput,
        MilestoneUpdateInput, PhaseArchiveInput, PhaseCreateInput, PhaseTransitionInput, PhaseUpdateInput,
        ProjectArchiveInput, ProjectCreateInput, ProjectMemberAddInput, ProjectMemberRemoveInput,
        ProjectMemberUpdateInput, ProjectTransitionInput, ProjectUpdateInput, TaskArchiveInput,
        TaskCreateInput, TaskTransitionInput, TaskUpdateInput,
    },
    service,
};
use crate::{mutations, payload};

payload! {
    /// What came of a change of a project.
    ProjectPayload { project: project::Entity }
}

payload! {
    /// What came of a change of somebody's place on a project.
    ProjectMemberPayload { project_member: project_member::Entity }
}

payload! {
    /// What came of a change of a phase.
    PhasePayload { phase: phase::Entity }
}

payload! {
    /// What came of a change of a milestone.
    MilestonePayload { milestone: milestone::Entity }
}

payload! {
    /// What came of a change of a task.
    TaskPayload { task: task::Entity }
}

mutations! {
    /// Changes of projects and of their plans.
    ProjectMutation {
        /// Plans work for a client.
        project_create(ProjectCreateInput) -> ProjectPayload, "projects:write", service::project::create;
        /// Changes a project.
        project_update(ProjectUpdateInput) -> ProjectPayload, "projects:write", service::project::update;
        /// Takes a project to another state. It is closed once no task and no phase is open.
        project_transition(ProjectTransitionInput) -> ProjectPayload, "projects:write", service::project::transition;
        /// Archives a project that is not under way; it can be brought back.
        project_archive(ProjectArchiveInput) -> ProjectPayload, "projects:write", service::project::archive;
        /// Brings an archived project back.
        project_unarchive(ProjectArchiveInput) -> ProjectPayload, "projects:write", service::project::unarchive;
        /// Puts somebody on a project.
        project_member_add(ProjectMemberAddInput) -> ProjectMemberPayload, "projectMembers:write", service::project_member::add;
        /// Gives somebody on a project another role there.
        project_member_update(ProjectMemberUpdateInput) -> ProjectMemberPayload, "projectMembers:write", service::project_member::update;
        /// Takes somebody off a project who does not run it and has no open tasks on it.
        project_member_remove(ProjectMemberRemoveInput) -> ProjectPayload, "projectMembers:write", service::project_member::remove;
        /// Adds a phase to a project.
        phase_create(PhaseCreateInput) -> PhasePayload, "phases:write", service::phase::create;
        /// Changes a phase; its position moves it among the others.
        phase_update(PhaseUpdateInput) -> PhasePayload, "phases:write", service::phase::update;
        /// Takes a phase to another state. It comes to its end once none of its tasks is open.
        phase_transition(PhaseTransitionInput) -> PhasePayload, "phases:write", service::phase::transition;
        /// Archives a phase that has no open tasks; it can be brought back.
        phase_archive(PhaseArchiveInput) -> PhasePayload, "phases:write", service::phase::archive;
        /// Brings an archived phase back.
        phase_unarchive(PhaseArchiveInput) -> PhasePayload, "phases:write", service::phase::unarchive;
        /// Adds a milestone to a project.
        milestone_create(MilestoneCreateInput) -> MilestonePayload, "milestones:write", service::milestone::create;
        /// Changes a milestone that the client has not accepted yet.
        milestone_update(MilestoneUpdateInput) -> MilestonePayload, "milestones:write", service::milestone::update;
        /// Takes a milestone to another state. A portal user who may sign accepts or refuses what their company was shown.
        milestone_transition(MilestoneTransitionInput) -> MilestonePayload, "milestones:write" | "milestones:accept", service::milestone::transition;
        /// Moves the day that the client was told, once the client has agreed.
        milestone_commitment_move(MilestoneCommitmentMoveInput) -> MilestonePayload, "milestones:write", service::milestone::commitment_move;
        /// Archives a milestone; it can be brought back.
        milestone_archive(MilestoneArchiveInput) -> MilestonePayload, "milestones:write", service::milestone::archive;
        /// Brings an archived milestone back.
        milestone_unarchive(MilestoneArchiveInput) -> MilestonePayload, "milestones:write", service::milestone::unarchive;
        /// Adds a task to a project.
        task_create(TaskCreateInput) -> TaskPayload, "tasks:write", service::task::create;
        /// Changes a task.
        task_update(TaskUpdateInput) -> TaskPayload, "tasks:write", service::task::update;
        /// Takes a task to another state. It begins once all that it depends on is done.
        task_transition(TaskTransitionInput) -> TaskPayload, "tasks:write", service::task::transition;
        /// Archives a task; it can be brought back.
        task_archive(TaskArchiveInput) -> TaskPayload, "tasks:write", service::task::archive;
        /// Brings an archived task back.
        task_unarchive(TaskArchiveInput) -> TaskPayload, "tasks:write", service::task::unarchive;
    }
}
