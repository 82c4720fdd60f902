//! Engagements: what is agreed with freelancers for projects. Work in the days of an engagement costs what it says, and is refused
//! beyond its caps, whoever books it and however many at once.

mod access;
pub mod input;
mod mutation;
mod resource;
pub mod service;
mod states;

pub use access::own_or_of_own_project;
pub(crate) use mutation::EngagementMutation;
pub use resource::resources;
