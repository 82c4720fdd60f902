//! Root fields that write.

use entity::freelancer_bill;

use super::{
    input::{FreelancerBillCreateInput, FreelancerBillTransitionInput, FreelancerBillUpdateInput},
    service,
};
use crate::{mutations, payload};

payload! {
    /// What came of a change of a freelancer's bill.
    FreelancerBillPayload { freelancer_bill: freelancer_bill::Entity }
}

mutations! {
    /// Changes of freelancers' bills.
    BillMutation {
        /// Writes a bill for work under an engagement. Freelancers write their own.
        freelancer_bill_create(FreelancerBillCreateInput) -> FreelancerBillPayload, "freelancerBills:write", service::bill::create;
        /// Changes a bill that is a DRAFT or DISPUTED.
        freelancer_bill_update(FreelancerBillUpdateInput) -> FreelancerBillPayload, "freelancerBills:write", service::bill::update;
        /// Takes a bill to another state. Freelancers hand theirs in; owners, managers and finance dispute, approve and pay it. APPROVED books what it costs beyond the work on it; where a budget wants somebody to decide, it stays SUBMITTED until they did.
        freelancer_bill_transition(FreelancerBillTransitionInput) -> FreelancerBillPayload, "freelancerBills:write", service::transition::transition;
    }
}
