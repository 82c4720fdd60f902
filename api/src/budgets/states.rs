//! How far things are, and where they can go from there.

use entity::{
    budget_version::BudgetVersionStatus, commitment::CommitmentStatus, overrun_decision::OverrunStatus,
};

use crate::kernel::state::State;

impl State for BudgetVersionStatus {
    fn next(self) -> &'static [Self] {
        use BudgetVersionStatus::{Approved, Discarded, Draft, Superseded};
        match self {
            Draft => &[Approved, Discarded],
            Approved => &[Superseded],
            Superseded | Discarded => &[],
        }
    }
}

impl State for CommitmentStatus {
    fn next(self) -> &'static [Self] {
        use CommitmentStatus::{Closed, Open, Pending};
        match self {
            Pending => &[Open, Closed],
            Open => &[Closed],
            Closed => &[],
        }
    }
}

impl State for OverrunStatus {
    fn next(self) -> &'static [Self] {
        use OverrunStatus::{Approved, Expired, Pending, Rejected, Warned, Withdrawn};
        match self {
            Pending => &[Approved, Rejected],
            Warned | Approved | Rejected | Withdrawn | Expired => &[],
        }
    }
}
