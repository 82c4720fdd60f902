//! What it takes to make and change a record: plain structs and their checks.

mod bill;

pub use bill::{
    FreelancerBillCreateInput, FreelancerBillLineInput, FreelancerBillTransitionInput,
    FreelancerBillUpdateInput,
};
