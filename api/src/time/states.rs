//! How far bookings are, and where they can go from there.

use entity::time_entry::BookingStatus;

use crate::kernel::state::State;

impl State for BookingStatus {
    fn next(self) -> &'static [Self] {
        use BookingStatus::{Approved, Draft, Rejected, Submitted};
        match self {
            Draft => &[Submitted],
            Submitted => &[Approved, Rejected],
            Rejected => &[Draft],
            Approved => &[],
        }
    }
}
