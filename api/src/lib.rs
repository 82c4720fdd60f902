//! Rapport: a headless backend that agencies run their client relationships on.

pub mod agency;
pub mod app;
pub mod cli;
pub mod clients;
pub mod config;
pub mod graphql;
pub mod http;
pub mod kernel;
pub mod notify;
pub mod people;
pub mod projects;
pub mod read;
pub mod telemetry;
pub mod verify;
