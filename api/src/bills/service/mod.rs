//! The rules. Whoever writes a bill or changes one holds its engagement; whoever decides on one holds the project before.

pub mod bill;
mod book;
mod lines;
pub mod transition;

pub use book::LISTENER;
