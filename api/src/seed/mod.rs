//! Data to look at: the demo agency, written through the same rules as everybody's.

mod demo;
mod words;

pub use demo::{ACCOUNTS, PASSWORD, fill};
