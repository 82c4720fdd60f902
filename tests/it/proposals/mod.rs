//! Proposals: written, sent, read by a link, answered.

mod access;
pub(crate) mod browser;
mod draft;
pub(crate) mod ground;
mod link;
mod office;
mod page;
mod portal;
mod preview;
mod race;
mod send;
mod states;
mod totals;
