//! Where chance comes from: ids, tokens, salts and jitter.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use ring::rand::{SecureRandom, SystemRandom};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A source of bytes that nobody can guess.
pub trait Random: Send + Sync {
    /// Overwrites `bytes` with chance.
    fn fill(&self, bytes: &mut [u8]);
}

impl dyn Random + '_ {
    /// As many random bytes as the type says.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A new UUIDv7: its first 48 bits are the milliseconds of `now`, the rest is chance.
    pub fn uuid(&self, now: DateTime<Utc>) -> Uuid {
        let milliseconds = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(milliseconds, &self.bytes()).into_uuid()
    }
}

/// The randomness of the operating system.
#[derive(Debug, Default, Clone, Copy)]
pub struct OsRandom;

impl Random for OsRandom {
    fn fill(&self, bytes: &mut [u8]) {
        #[expect(
            clippy::expect_used,
            reason = "without randomness nothing that follows would be safe"
        )]
        SystemRandom::new()
            .fill(bytes)
            .expect("the operating system gives random bytes");
    }
}

/// Chance that can be repeated: the same seed yields the same bytes in the same order. For tests and demo data only.
#[derive(Debug)]
pub struct SeededRandom {
    seed: u64,
    block: AtomicU64,
}

impl SeededRandom {
    /// The sequence that belongs to `seed`, from its beginning.
    pub const fn new(seed: u64) -> Self {
        Self {
            seed,
            block: AtomicU64::new(0),
        }
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(32) {
            let block = self.block.fetch_add(1, Ordering::SeqCst);
            let digest = Sha256::new()
                .chain_update(self.seed.to_be_bytes())
                .chain_update(block.to_be_bytes())
                .finalize();
            for (byte, chance) in part.iter_mut().zip(digest) {
                *byte = chance;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_its_sequence() {
        let one: &dyn Random = &SeededRandom::new(7);
        let same: &dyn Random = &SeededRandom::new(7);
        let other: &dyn Random = &SeededRandom::new(8);

        let first = one.bytes::<40>();
        let second = one.bytes::<40>();

        assert_eq!(first, same.bytes());
        assert_ne!(first, second);
        assert_ne!(first, other.bytes());
    }

    #[test]
    fn the_operating_system_does_not_repeat_itself() {
        let random: &dyn Random = &OsRandom;

        assert_ne!(random.bytes::<32>(), random.bytes::<32>());
    }

    #[test]
    fn ids_are_version_7_and_sort_by_time() {
        let random: &dyn Random = &OsRandom;
        let early = DateTime::from_timestamp_millis(1_800_000_000_000).unwrap();
        let late = DateTime::from_timestamp_millis(1_800_000_000_001).unwrap();

        let (first, second) = (random.uuid(early), random.uuid(late));

        assert_eq!(first.get_version_num(), 7);
        assert!(first < second);
    }
}
