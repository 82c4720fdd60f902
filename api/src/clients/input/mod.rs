//! What it takes to make and change a record: plain structs and their checks.

mod client;
mod contact;

pub use client::{ClientArchiveInput, ClientCreateInput, ClientUpdateInput};
pub use contact::{ContactArchiveInput, ContactCreateInput, ContactUpdateInput};
