//! People: who is in an agency, in which role, and how they sign in.

pub mod credentials;
pub mod door;
mod resource;

pub use resource::resources;
