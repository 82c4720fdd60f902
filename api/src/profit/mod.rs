//! What projects earn: budget, cost, revenue, overhead and net profit on a day, in several views, and what moved them.

mod access;
pub mod figures;
pub mod input;
mod mutation;
mod query;
mod resource;
pub mod service;

pub(crate) use mutation::ProfitMutation;
pub use query::ProfitQuery;
pub use resource::resources;
