//! The rules.

mod links;
pub mod milestone;
pub mod phase;
mod plan;
pub mod project;
pub mod project_member;
pub mod task;

pub use plan::going_on;
