//! What proves who somebody is: passwords, keys, tokens and sessions, and what slows guessers down.
//!
//! Nothing here knows of GraphQL, of roles or of agencies' rules. Time, chance and the database connection are
//! arguments everywhere: the caller owns the transaction.

#![expect(
    clippy::disallowed_methods,
    reason = "these tables belong to no agency: they say who somebody is, before there is an actor to read them for"
)]

mod ed25519;
pub mod error;
pub mod keys;
pub mod one_time;
pub(crate) mod opaque;
pub mod password;
pub mod policy;
pub mod refresh;
pub mod session;
pub mod strength;
pub mod throttle;
pub mod token;

#[cfg(test)]
mod tests;
