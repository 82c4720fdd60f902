//! Rules.

pub mod overhead;
