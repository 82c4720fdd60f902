//! `rapport config`.

use clap::Args;

use super::{Failure, say};
use crate::config::Loaded;

#[derive(Debug, Args)]
pub(super) struct Config {}

impl Config {
    pub(super) fn run(self, loaded: &Loaded) -> Result<(), Failure> {
        say(loaded.printed()?.trim_end())
    }
}
