//! Clients: the companies and people an agency works for, the contacts there, and the relationship with them. A colleague
//! answers for each client; what both sides said, promised and need is on record.

mod access;
pub mod input;
mod mutation;
mod resource;
pub mod service;
mod states;

pub use access::own_clients;
pub(crate) use mutation::ClientsMutation;
pub use resource::resources;
