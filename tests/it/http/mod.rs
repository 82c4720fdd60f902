//! The edge of the web, around a small service of its own.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that finds something else than it expects ends there, and awaits what it spawns"
)]

mod callers;
mod connections;
mod failures;
mod files;
mod languages;
mod limits;
mod pages;
mod protocol;
mod server;
mod stopping;
mod toy;
