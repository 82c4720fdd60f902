//! `rapport schema`.

use super::{Failure, say};
use crate::graphql;

/// Prints the schema as it is published.
pub(super) fn run() -> Result<(), Failure> {
    say(graphql::sdl(&graphql::schema()).trim_end())
}
