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
pub mod proposal;
pub mod sending;
pub mod tax_code;
pub mod version;
mod whole;

/// The distance between neighbours in a list, so that others fit between.
const STEP: i32 = 1024;

/// The place after the last one.
fn place_after(last: Option<i32>) -> i32 {
    last.map_or(STEP, |last| last.saturating_add(STEP))
}

/// The place of the item at this index of a new list.
fn place_of(index: usize) -> i32 {
    let nth = i32::try_from(index).unwrap_or(i32::MAX);
    nth.saturating_add(1).saturating_mul(STEP)
}
