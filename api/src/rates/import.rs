//! What comes of importing rates.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

/// What came of importing what currencies were worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SimpleObject, Serialize, Deserialize)]
pub struct FxRatesImport {
    /// Whether it was only tried out: then nothing was changed.
    pub dry_run: bool,
    /// How many rates were not known before.
    pub created: i32,
    /// How many were known with the same value.
    pub unchanged: i32,
    /// How many were put in place of another value.
    pub replaced: i32,
}
