//! Chance that picks words and numbers, the same for the same seed.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use entity::value::Id;

use crate::kernel::random::Random;

/// Chance, for one agency.
pub(super) struct Chance(Arc<dyn Random>);

impl Chance {
    pub(super) fn of(random: Arc<dyn Random>) -> Self {
        Self(random)
    }

    /// An id of the moment it is said to be made at.
    pub(super) fn id<E>(&self, at: DateTime<Utc>) -> Id<E> {
        Id::of(self.0.uuid(at))
    }

    /// Dice for one row.
    pub(super) fn dice(&self) -> Dice {
        Dice(u64::from_be_bytes(self.0.bytes()))
    }
}

/// One draw, spent bit by bit: enough for a row.
pub(super) struct Dice(u64);

impl Dice {
    /// A number below another.
    pub(super) fn below(&mut self, sides: u32) -> u32 {
        let sides = u64::from(sides.max(1));
        let thrown = self.0 % sides;
        self.0 /= sides;
        u32::try_from(thrown).unwrap_or(0)
    }

    /// One of a few.
    pub(super) fn one<T: Copy>(&mut self, first: T, others: &[T]) -> T {
        let at = self.below(u32::try_from(others.len() + 1).unwrap_or(1));
        let other = usize::try_from(at).ok().and_then(|at| at.checked_sub(1));
        other.and_then(|at| others.get(at)).copied().unwrap_or(first)
    }

    /// One of these words.
    pub(super) fn word(&mut self, words: &[&'static str]) -> &'static str {
        match words {
            [first, others @ ..] => self.one(*first, others),
            [] => "",
        }
    }

    /// A number from one to another, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        let thrown = self.below((high - low).unsigned_abs() + 1);
        low.saturating_add_unsigned(thrown)
    }

    /// So many days, from one number to another.
    pub(super) fn days(&mut self, low: i32, high: i32) -> TimeDelta {
        TimeDelta::days(self.between(low, high).into())
    }

    /// True once in so many throws.
    pub(super) fn once_in(&mut self, sides: u32) -> bool {
        self.below(sides) == 0
    }
}
