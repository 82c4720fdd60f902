//! Places in a list that people order: numbers with room between neighbours, so that others fit between.

/// The highest place.
pub const LAST: i32 = 2_000_000_000;
/// The distance between neighbours.
const STEP: i32 = 1024;

/// The place after the last one.
#[must_use]
pub fn after(last: Option<i32>) -> i32 {
    last.map_or(STEP, |last| last.saturating_add(STEP))
}
