//! What it takes to make and change a record: plain structs and their checks.

mod budget;
mod commitment;
mod decision;
mod line;
mod line_move;
mod period;
mod version;

pub use budget::{BudgetCreateInput, BudgetUpdateInput};
pub use commitment::{
    CommitmentCloseInput, CommitmentCreateInput, CommitmentReleaseInput, CommitmentUpdateInput,
};
pub use decision::OverrunDecisionDecideInput;
pub use line::{
    BudgetLineCreateInput, BudgetLineInput, BudgetLineRemoveInput, BudgetLineUpdateInput, MOST_LINES,
};
pub use line_move::BudgetMoveCreateInput;
pub use period::{BudgetLinePeriodsSetInput, BudgetPeriodInput, MOST_MONTHS};
pub use version::{BudgetVersionApproveInput, BudgetVersionCreateInput, BudgetVersionDiscardInput};
