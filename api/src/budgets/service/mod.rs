//! The rules.

mod alert;
mod amount;
pub mod budget;
pub mod commitment;
pub mod consume;
pub mod decided;
pub mod decision;
mod drawing;
pub mod first;
mod hold;
pub mod ledger;
pub mod line;
pub mod line_move;
mod lines;
mod meter;
mod months;
pub mod period;
pub mod rebook;
mod rollup;
pub mod version;
