//! How far the parts of a made-up plan are: it follows from how far the project is.

use entity::{milestone::MilestoneStatus, phase::PhaseStatus, project::ProjectStatus};

/// How far a phase is, the first being 0.
#[expect(clippy::match_same_arms, reason = "a table is read line by line")]
pub(super) const fn phase(project: ProjectStatus, nth: usize) -> PhaseStatus {
    use ProjectStatus::{Active, Cancelled, Closed, Delivered, OnHold, Planned};
    match (project, nth) {
        (Planned, _) => PhaseStatus::Planned,
        (Active | OnHold | Cancelled, 0) | (Delivered | Closed, _) => PhaseStatus::Done,
        (Active | OnHold, 1) => PhaseStatus::Active,
        (Active | OnHold, _) => PhaseStatus::Planned,
        (Cancelled, _) => PhaseStatus::Cancelled,
    }
}

/// How far a phase's milestone is: what was delivered last, the client has yet to look at.
pub(super) const fn milestone(project: ProjectStatus, phase: PhaseStatus) -> MilestoneStatus {
    match (phase, project) {
        (PhaseStatus::Planned | PhaseStatus::Active | PhaseStatus::Cancelled, _) => MilestoneStatus::Planned,
        (PhaseStatus::Done, ProjectStatus::Delivered) => MilestoneStatus::Achieved,
        (
            PhaseStatus::Done,
            ProjectStatus::Planned
            | ProjectStatus::Active
            | ProjectStatus::OnHold
            | ProjectStatus::Closed
            | ProjectStatus::Cancelled,
        ) => MilestoneStatus::ClientAccepted,
    }
}
