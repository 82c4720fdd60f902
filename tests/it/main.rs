//! All tests of the program from outside, in folders that mirror `api/src`.

// Futures of whole requests nest deeper than the compiler expects.
#![recursion_limit = "256"]
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on ends there, and says why"
)]

mod bills;
mod budgets;
mod cli;
mod clients;
mod config;
mod contracts;
mod engagements;
mod files;
mod harness;
mod http;
mod kernel;
mod kill;
mod notify;
mod people;
mod pipeline;
mod profit;
mod program;
mod projects;
mod proposals;
mod rates;
mod read;
mod readme;
mod seed;
mod shape;
mod time;
mod tour;
mod verify;
