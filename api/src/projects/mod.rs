//! Projects: the work done for clients, planned in phases, milestones and tasks. Some colleagues are on each project, one of them
//! runs it. What the client was told by which day is kept apart from what is now expected.

mod access;
pub mod input;
mod mutation;
mod resource;
pub mod service;
mod states;

pub use access::own_projects;
pub(crate) use mutation::ProjectMutation;
pub use resource::resources;
