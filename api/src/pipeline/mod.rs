//! What clients may order: opportunities on their way through the agency's stages, and estimates of what the work will take and
//! cost before it is offered.

mod access;
pub mod figures;
pub mod input;
mod mutation;
mod query;
mod resource;
pub mod service;
mod states;

pub(crate) use mutation::PipelineMutation;
pub use query::PipelineQuery;
pub use resource::resources;
