//! Projects: the work done for clients, planned in phases, milestones and tasks.

mod access;
mod resource;
pub mod service;

pub use access::own_projects;
pub use resource::resources;
