//! People: who is in an agency, in which role, and how they sign in.

pub mod account;
pub mod credentials;
pub mod door;
mod input;
mod mutation;
mod resource;
mod session;

pub use mutation::PeopleMutation;
pub use resource::resources;
