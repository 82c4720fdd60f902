//! How far engagements are, and where they can go from there.

use entity::engagement::EngagementStatus;

use crate::kernel::state::State;

impl State for EngagementStatus {
    fn next(self) -> &'static [Self] {
        use EngagementStatus::{Active, Draft, Ended, Void};
        match self {
            Draft => &[Active, Void],
            Active => &[Ended],
            Ended | Void => &[],
        }
    }
}
