//! The edge of the web, around a small service of its own.

mod callers;
mod connections;
mod failures;
mod limits;
mod pages;
mod protocol;
mod server;
mod stopping;
mod toy;
