//! Contracts: opened by what a client accepts, changed by amendments.

mod access;
mod amendment;
mod crash;
mod create;
mod ground;
mod kill;
mod offer;
mod opening;
mod race;
mod verified;
