//! Rapport: a headless backend that agencies run their client relationships on.

pub mod http;
pub mod kernel;
pub mod read;
