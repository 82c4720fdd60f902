//! The rules.

pub mod amendment;
mod amounts;
mod baseline;
pub mod billing;
pub mod contract;
pub mod decision;
pub mod opening;
mod plan;
pub mod terms;
