//! The rules.

pub mod acceptance;
mod agreement;
pub mod content;
mod copy;
pub mod draft;
pub mod expiry;
pub mod group;
pub mod line;
pub mod link;
pub mod parts;
pub mod phase;
mod preview;
pub mod proposal;
pub mod sending;
pub mod tax_code;
pub mod version;
mod whole;
