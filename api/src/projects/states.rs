//! How far things are, and where they can go from there.

use entity::{milestone::MilestoneStatus, phase::PhaseStatus, project::ProjectStatus, task::TaskStatus};

pub(super) use crate::kernel::state::State;

impl State for ProjectStatus {
    #[expect(clippy::match_same_arms, reason = "a table is read line by line")]
    fn next(self) -> &'static [Self] {
        use ProjectStatus::{Active, Cancelled, Closed, Delivered, OnHold, Planned};
        match self {
            Planned => &[Active, Cancelled],
            Active => &[OnHold, Delivered, Cancelled],
            OnHold => &[Active, Cancelled],
            Delivered => &[Closed, Cancelled],
            Closed | Cancelled => &[],
        }
    }
}

impl State for PhaseStatus {
    fn next(self) -> &'static [Self] {
        use PhaseStatus::{Active, Cancelled, Done, Planned};
        match self {
            Planned => &[Active, Cancelled],
            Active => &[Done, Cancelled],
            Done | Cancelled => &[],
        }
    }
}

impl State for MilestoneStatus {
    fn next(self) -> &'static [Self] {
        use MilestoneStatus::{Achieved, ClientAccepted, Planned, Rejected};
        match self {
            Planned => &[Achieved],
            Achieved => &[ClientAccepted, Rejected],
            Rejected => &[Planned],
            ClientAccepted => &[],
        }
    }
}

impl State for TaskStatus {
    #[expect(clippy::match_same_arms, reason = "a table is read line by line")]
    fn next(self) -> &'static [Self] {
        use TaskStatus::{Blocked, Cancelled, Doing, Done, Todo};
        match self {
            Todo => &[Doing, Cancelled],
            Doing => &[Done, Blocked, Cancelled],
            Blocked => &[Doing, Cancelled],
            Done => &[Doing],
            Cancelled => &[],
        }
    }
}
