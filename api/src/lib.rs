//! Rapport: a headless backend that agencies run their client relationships on.

pub mod graphql;
pub mod http;
pub mod kernel;
