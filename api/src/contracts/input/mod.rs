//! What it takes to make and change a record: plain structs and their checks.

mod amendment;
mod billing;
mod contract;

pub use amendment::{
    ContractAmendmentCreateInput, ContractAmendmentDecideInput, ContractAmendmentTransitionInput,
    ContractAmendmentUpdateInput,
};
pub use billing::BillingPlanItemTransitionInput;
pub use contract::{ContractCreateInput, ContractPhaseInput, ContractTransitionInput, ContractUpdateInput};

/// The most that dates move: ten years.
const MOST_DAYS: i32 = 3_660;
/// The longest planned work, in minutes: a hundred years of one person.
const MOST_MINUTES: i32 = 12_000_000;
