//! What it takes to make and change a record: plain structs and their checks.

mod budget;
mod decision;
mod version;

pub use budget::{BudgetCreateInput, BudgetUpdateInput};
pub use decision::OverrunDecisionDecideInput;
pub use version::{
    BudgetLineInput, BudgetVersionApproveInput, BudgetVersionCreateInput, BudgetVersionDiscardInput,
};
