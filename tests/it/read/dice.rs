//! Chance that repeats itself: the same seed, the same throws.

use api::kernel::random::{Random, SeededRandom};
use uuid::Uuid;

/// Chance for one document or one set of rows.
pub(super) struct Dice {
    source: SeededRandom,
    thrown: Vec<u64>,
}

impl Dice {
    /// The throws that belong to a seed, from the first.
    pub(super) fn new(seed: u64) -> Self {
        Self {
            source: SeededRandom::new(seed),
            thrown: vec![],
        }
    }

    fn next(&mut self) -> u64 {
        if self.thrown.is_empty() {
            let mut bytes = [0; 32];
            self.source.fill(&mut bytes);
            let words = bytes
                .chunks_exact(8)
                .map(|word| word.iter().fold(0, |all, byte| (all << 8) | u64::from(*byte)));
            self.thrown.extend(words);
        }
        self.thrown.pop().unwrap_or(0)
    }

    /// A number below another.
    pub(super) fn below(&mut self, sides: usize) -> usize {
        let sides = u64::try_from(sides.max(1)).expect("a small number");
        usize::try_from(self.next() % sides).expect("a small number")
    }

    /// A number from one to another, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let sides = usize::try_from(high - low + 1).expect("low is below high");
        low + i64::try_from(self.below(sides)).expect("a small number")
    }

    /// True so many times of a hundred.
    pub(super) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// One of these.
    pub(super) fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }

    /// One of these, when there is any.
    pub(super) fn any<'t, T>(&mut self, of: &'t [T]) -> Option<&'t T> {
        (!of.is_empty()).then(|| self.one(of))
    }

    /// An id that sorts anywhere.
    pub(super) fn id(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.next(), self.next())
    }
}
