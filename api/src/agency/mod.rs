//! The agency itself: its settings, the fields of its own that it adds to records, and its history.

mod input;
mod mutation;
mod resource;
pub mod service;

pub(crate) use mutation::AgencyMutation;
pub use resource::resources;
