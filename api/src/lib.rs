//! Rapport: a headless backend that agencies run their client relationships on.

// Futures of whole requests nest deeper than the compiler expects.
#![recursion_limit = "256"]

#[macro_use]
pub mod kernel;

pub mod agency;
pub mod app;
pub mod bills;
pub mod budgets;
pub mod cli;
pub mod clients;
pub mod config;
pub mod contracts;
pub mod engagements;
pub mod files;
pub mod graphql;
pub mod http;
pub mod notify;
pub mod people;
pub mod pipeline;
pub mod profit;
pub mod projects;
pub mod proposals;
pub mod rates;
pub mod read;
pub mod seed;
pub mod telemetry;
pub mod time;
pub mod verify;
