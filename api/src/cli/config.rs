//! `rapport config`.

use super::{Failure, say};
use crate::config::Loaded;

pub(super) fn run(loaded: &Loaded) -> Result<(), Failure> {
    say(loaded.printed()?)
}
