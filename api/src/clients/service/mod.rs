//! The rules.

pub mod assignment;
pub mod client;
pub mod contact;
