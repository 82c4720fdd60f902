//! All tests of the program from outside, in folders that mirror `api/src`.

mod cli;
mod clients;
mod config;
mod harness;
mod kernel;
mod program;
