//! What every module stands on. Knows no module.

pub mod actor;
pub mod calendar;
pub mod clock;
pub mod db;
pub mod error;
pub mod event;
pub mod guard;
pub mod migrate;
pub mod names;
pub mod policy;
pub mod random;
pub mod sql;
pub mod tx;
pub mod world;
