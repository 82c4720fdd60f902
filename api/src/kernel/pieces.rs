//! Bytes on their way from somebody to the database: in pieces, so that nothing holds them in one block.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// The longest piece.
pub const PIECE: usize = 256 * 1024;

/// Bytes that have arrived so far. All pieces but the last are as long as pieces may be.
#[derive(Clone, Debug, Default)]
pub struct Pieces {
    kept: Vec<Vec<u8>>,
    bytes: usize,
    hash: Sha256,
}

impl Pieces {
    /// Adds what arrived next.
    pub fn push(&mut self, mut part: &[u8]) {
        self.hash.update(part);
        self.bytes = self.bytes.saturating_add(part.len());
        while !part.is_empty() {
            if self.kept.last().is_none_or(|last| last.len() == PIECE) {
                self.kept.push(Vec::new());
            }
            let Some(last) = self.kept.last_mut() else {
                return;
            };
            let (fits, rest) = part.split_at(part.len().min(PIECE - last.len()));
            last.extend_from_slice(fits);
            part = rest;
        }
    }

    /// The pieces in their order.
    #[must_use]
    pub fn all(&self) -> &[Vec<u8>] {
        &self.kept
    }

    /// The first of them.
    #[must_use]
    pub fn first(&self) -> &[u8] {
        self.kept.first().map_or(&[], Vec::as_slice)
    }

    /// How many bytes they are.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// SHA-256 of the whole, in lower-case hexadecimal digits.
    #[must_use]
    pub fn sha256(&self) -> String {
        HEXLOWER.encode(&self.hash.clone().finalize())
    }
}

/// What became of bytes that somebody sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// They are kept.
    Stored,
    /// Others were sent to the same place meanwhile.
    Used,
    /// They are of a kind that is not taken.
    WrongKind,
    /// There is no room for them.
    Full,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_arrives_in_any_parts_is_kept_in_whole_pieces() {
        let whole: Vec<u8> = (0..=u8::MAX).cycle().take(2 * PIECE + 7).collect();
        let mut pieces = Pieces::default();

        for part in whole.chunks(1_000) {
            pieces.push(part);
        }

        let lengths: Vec<_> = pieces.all().iter().map(Vec::len).collect();
        assert_eq!(lengths, [PIECE, PIECE, 7]);
        assert_eq!(pieces.all().concat(), whole);
        assert_eq!(pieces.bytes(), whole.len());
        assert_eq!(pieces.sha256(), HEXLOWER.encode(&Sha256::digest(&whole)));
    }

    #[test]
    fn nothing_is_no_piece() {
        let mut pieces = Pieces::default();
        pieces.push(&[]);

        assert_eq!(pieces.all().len(), 0);
        assert!(pieces.first().is_empty());
    }
}
