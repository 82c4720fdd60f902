//! What projects earn: budget, cost, revenue, overhead and net profit on a day, in several views, and what moved them.

mod access;
mod explain;
pub mod figures;
pub mod input;
mod mutation;
mod portfolio;
mod query;
mod read;
mod resource;
pub mod service;
mod shown;

pub(crate) use mutation::ProfitMutation;
pub use query::ProfitQuery;
pub use resource::resources;
