//! Rates: what an hour sells for and costs on a day, what currencies are worth, and which books are closed. What a rule looks up
//! here is frozen on the entry it is for: a rate that changes later moves nothing.

mod access;
mod import;
pub mod input;
mod mutation;
mod resource;
pub mod service;

pub(crate) use mutation::RatesMutation;
pub use resource::resources;
