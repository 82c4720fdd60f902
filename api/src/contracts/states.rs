//! How far contracts and their amendments are, and where they can go from there.

use entity::{contract::ContractStatus, contract_amendment::AmendmentStatus};

use crate::kernel::state::State;

impl State for ContractStatus {
    fn next(self) -> &'static [Self] {
        use ContractStatus::{Active, Completed, Expired, Terminated};
        match self {
            Active => &[Completed, Terminated, Expired],
            // Only an amendment brings an expired contract back.
            Completed | Terminated | Expired => &[],
        }
    }
}

impl State for AmendmentStatus {
    fn next(self) -> &'static [Self] {
        use AmendmentStatus::{Accepted, Declined, Draft, Sent, Withdrawn};
        match self {
            Draft => &[Sent, Withdrawn],
            Sent => &[Accepted, Declined, Withdrawn],
            Accepted | Declined | Withdrawn => &[],
        }
    }
}
