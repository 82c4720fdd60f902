//! What it takes to make and change a record: plain structs and their checks.

mod decision;

pub use decision::OverrunDecisionDecideInput;
