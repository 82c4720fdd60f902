//! Proposals: what an agency offers its clients, phased in time and cost. A version that is sent is frozen under a hash; those it
//! goes to read it by a link of their own, choose among its options, and accept or decline it.

mod access;
pub mod content;
mod document;
pub mod input;
mod mutation;
pub mod page;
mod preview;
mod query;
mod resource;
pub mod selection;
pub mod service;
mod states;
pub mod terms;
pub mod totals;

pub(crate) use mutation::ProposalsMutation;
pub use query::ProposalsQuery;
pub use resource::resources;
