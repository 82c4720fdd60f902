//! Bills of freelancers: what they ask for work under an engagement, disputed or approved. What an approved bill costs beyond the
//! work on it is booked in the ledger, and its project's budgets decide whether it may be.

mod access;
pub mod input;
mod mutation;
mod resource;
pub mod service;
mod states;

pub(crate) use mutation::BillMutation;
pub use resource::resources;
