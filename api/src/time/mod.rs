//! Time and expenses: what people did and bought for projects. What an hour cost and sells for is frozen when it is booked; each
//! booking is in the project's ledger, and its budgets decide whether it may be.

mod access;
pub mod input;
mod mutation;
mod repricing;
mod resource;
pub mod service;
mod states;

pub(crate) use mutation::TimeMutation;
pub use resource::resources;
