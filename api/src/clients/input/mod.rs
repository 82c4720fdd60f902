//! What it takes to make and change a record: plain structs and their checks.

mod assignment;
mod client;
mod contact;
mod interaction;
mod need;
mod promise;

pub use assignment::{AccountAssignmentCreateInput, AccountAssignmentEndInput, AccountAssignmentUpdateInput};
pub use client::{ClientArchiveInput, ClientCreateInput, ClientUpdateInput};
pub use contact::{ContactArchiveInput, ContactCreateInput, ContactUpdateInput};
pub use interaction::{InteractionArchiveInput, InteractionCreateInput, InteractionUpdateInput};
pub use need::{NeedArchiveInput, NeedCreateInput, NeedTransitionInput, NeedUpdateInput};
pub use promise::{PromiseArchiveInput, PromiseCreateInput, PromiseSettleInput, PromiseUpdateInput};

/// Records that a list of an input names at most.
const LINKS: usize = 50;
