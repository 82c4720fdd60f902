//! Contracts: what a client and the agency agreed. A contract opens a project with phases, milestones, a budget, a billing plan and
//! a baseline in one step, all of which add up to what was agreed; afterwards only an amendment that the client accepted changes
//! what was told to them.

mod access;
pub mod input;
mod mutation;
mod resource;
pub mod service;
mod states;

pub(crate) use mutation::ContractsMutation;
pub use resource::resources;
