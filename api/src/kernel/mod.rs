//! What every module stands on. Knows no module.

#[macro_use]
pub mod message;

pub mod actor;
pub mod calendar;
pub mod canonical;
pub mod check;
pub mod clock;
pub mod custom;
pub mod db;
pub mod entry;
pub mod error;
pub mod event;
pub mod external;
pub mod guard;
pub mod idempotency;
pub mod link;
pub mod migrate;
pub mod names;
pub mod number;
pub mod patch;
pub mod pieces;
pub mod place;
pub mod policy;
pub mod random;
pub mod retry;
mod right;
pub mod span;
pub mod sql;
pub mod state;
pub mod sum;
pub mod tx;
pub mod world;
