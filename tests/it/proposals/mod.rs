//! Proposals: written, sent, read by a link, answered.

mod access;
mod draft;
pub(crate) mod ground;
mod link;
pub(crate) mod page;
mod portal;
mod race;
mod send;
mod states;
mod totals;
