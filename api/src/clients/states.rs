//! How far things are, and where they can go from there.

use entity::{need::NeedStatus, promise::PromiseStatus};

use crate::kernel::state::State;

impl State for PromiseStatus {
    fn next(self) -> &'static [Self] {
        use PromiseStatus::{Broken, Kept, Open, Released};
        match self {
            Open => &[Kept, Broken, Released],
            Kept | Broken | Released => &[],
        }
    }
}

impl State for NeedStatus {
    fn next(self) -> &'static [Self] {
        use NeedStatus::{Addressed, Confirmed, Dropped, Identified, Verified};
        match self {
            Identified => &[Confirmed, Dropped],
            Confirmed => &[Addressed, Dropped],
            Addressed => &[Verified, Dropped],
            Verified => &[Dropped],
            Dropped => &[],
        }
    }
}
