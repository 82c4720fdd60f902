//! The rules.

pub mod amendment;
mod amounts;
mod baseline;
mod billing;
pub mod contract;
pub mod opening;
mod plan;
