//! The rules.

mod alert;
pub mod budget;
pub mod commitment;
pub mod consume;
pub mod decided;
pub mod decision;
pub mod first;
mod hold;
pub mod ledger;
mod meter;
pub mod rebook;
mod rollup;
pub mod version;
