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

/// The place of the item at this index of a new list.
#[must_use]
pub fn of(index: usize) -> i32 {
    let nth = i32::try_from(index).unwrap_or(i32::MAX);
    nth.saturating_add(1).saturating_mul(STEP)
}
