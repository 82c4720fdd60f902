//! How far things are, and where they can go from there.

use entity::estimate::EstimateStatus;

use crate::kernel::state::State;

impl State for EstimateStatus {
    fn next(self) -> &'static [Self] {
        use EstimateStatus::{Archived, Draft, Final};
        match self {
            Draft => &[Final, Archived],
            Final => &[Archived],
            Archived => &[],
        }
    }
}
