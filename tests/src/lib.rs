//! The ground that tests stand on: databases of their own, on SQLite and on PostgreSQL.

mod at_end;
mod both;
mod database;
mod postgres;
mod scratch;

pub use both::{Given, on};
pub use database::{Bare, Database, Kind};
pub use scratch::Scratch;
