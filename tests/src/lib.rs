//! The ground that tests stand on: databases of their own, on SQLite and on PostgreSQL.

// Futures of whole requests nest deeper than the compiler expects.
#![recursion_limit = "256"]
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test whose ground gives way ends there, and says why"
)]

mod answer;
mod app;
mod at_end;
mod both;
mod database;
mod made;
mod postgres;
mod scratch;
mod server;

pub use answer::Answer;
pub use app::{App, LINKS, Person, start};
pub use both::{Given, on};
pub use database::{Bare, Database, Kind};
pub use made::{eur, made};
pub use scratch::Scratch;
pub use server::{Account, Reply, Server, Visitor};
