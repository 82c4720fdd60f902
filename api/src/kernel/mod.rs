//! What every module stands on. Knows no module.

pub mod actor;
pub mod calendar;
pub mod clock;
pub mod db;
pub mod error;
pub mod policy;
pub mod random;
pub mod sql;
pub mod world;
