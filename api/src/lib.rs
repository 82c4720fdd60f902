//! Rapport: a headless backend that agencies run their client relationships on.

pub mod config;
pub mod graphql;
pub mod http;
pub mod kernel;
pub mod read;
