//! How far contracts, their amendments and the parts of their price are, and where they can go from there.

use entity::{
    billing_plan_item::BillingStatus, contract::ContractStatus, contract_amendment::AmendmentStatus,
};

use crate::kernel::state::State;

impl State for ContractStatus {
    fn next(self) -> &'static [Self] {
        use ContractStatus::{Active, Completed, Draft, Expired, Terminated, Void};
        match self {
            Draft => &[Active, Void],
            Active => &[Completed, Terminated, Expired],
            // Only an amendment brings an expired contract back.
            Completed | Terminated | Expired | Void => &[],
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

impl State for BillingStatus {
    fn next(self) -> &'static [Self] {
        use BillingStatus::{Cancelled, Invoiced, Pending, Ready};
        match self {
            Pending => &[Ready, Cancelled],
            Ready => &[Pending, Invoiced, Cancelled],
            Invoiced | Cancelled => &[],
        }
    }
}
