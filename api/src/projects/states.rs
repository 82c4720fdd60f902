//! How far things are, and where they can go from there.

use entity::{
    milestone::MilestoneStatus, phase::PhaseStatus, project::ProjectStatus, task::TaskStatus, value::Choice,
};

use crate::kernel::error::UserError;

/// A state that others can follow.
pub(super) trait State: Choice + PartialEq {
    /// The states that can follow this one.
    fn next(self) -> &'static [Self];

    /// Refuses a step that the table below does not have.
    fn step(self, to: Self) -> Result<(), UserError> {
        if self.next().contains(&to) {
            return Ok(());
        }
        let allowed = self.next().iter().map(|state| state.word()).collect();
        Err(UserError::invalid_transition(self.word(), to.word(), allowed))
    }
}

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
