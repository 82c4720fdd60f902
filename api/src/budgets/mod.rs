//! Budgets: what projects cost, entry by entry, and what they may cost. Entries of the ledger are never changed; sums of them are
//! kept with every entry. Whoever books a cost looks at the project's budgets in the same unit of work, so that no two costs pass
//! where there is room for one.

mod access;
pub mod input;
mod mutation;
mod resource;
pub mod service;
mod states;

pub(crate) use mutation::BudgetMutation;
pub use resource::resources;
