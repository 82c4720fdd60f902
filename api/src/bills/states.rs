//! How far bills are, and where they can go from there.

use entity::freelancer_bill::FreelancerBillStatus;

use crate::kernel::state::State;

impl State for FreelancerBillStatus {
    fn next(self) -> &'static [Self] {
        use FreelancerBillStatus::{Approved, Discarded, Disputed, Draft, Paid, Submitted};
        match self {
            Draft => &[Submitted, Discarded],
            Submitted => &[Disputed, Approved],
            Disputed => &[Submitted],
            Approved => &[Paid],
            Paid | Discarded => &[],
        }
    }
}
