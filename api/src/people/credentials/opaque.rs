//! Tokens that mean nothing in themselves: chance under a name, known to us only by their hash.

use data_encoding::BASE64URL_NOPAD;
use entity::secret::Secret;
use sha2::{Digest, Sha256};

use crate::kernel::random::Random;

/// A new token: its text for whom it is given to, its hash for us.
pub(crate) struct Opaque {
    pub(crate) text: Secret,
    pub(crate) hash: Vec<u8>,
}

impl Opaque {
    /// 256 bits of chance behind `prefix`.
    pub(crate) fn new(prefix: &str, random: &dyn Random) -> Self {
        let text = format!("{prefix}{}", BASE64URL_NOPAD.encode(&random.bytes::<32>()));
        Self {
            hash: hash(&text),
            text: Secret::new(text),
        }
    }
}

/// The hash to look for, when `text` could be a token with this prefix at all.
pub(crate) fn parse(prefix: &str, text: &str) -> Option<Vec<u8>> {
    let chance = text.strip_prefix(prefix).filter(|chance| chance.len() == 43)?;
    BASE64URL_NOPAD.decode(chance.as_bytes()).ok()?;
    Some(hash(text))
}

fn hash(text: &str) -> Vec<u8> {
    Sha256::digest(text).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::random::OsRandom;

    #[test]
    fn what_was_given_out_is_found_again() {
        let token = Opaque::new("rtk_", &OsRandom);

        assert_eq!(parse("rtk_", token.text.reveal()), Some(token.hash));
        assert_eq!(token.text.reveal().len(), 47);
    }

    #[test]
    fn what_can_not_be_a_token_is_not_looked_for() {
        let token = Opaque::new("rtk_", &OsRandom);
        let text = token.text.reveal();

        for other in [
            "",
            "rtk_",
            &text[1..],
            &text[..46],
            &format!("{text}A"),
            &text.replacen("rtk_", "rot_", 1),
        ] {
            assert_eq!(parse("rtk_", other), None, "{other}");
        }
        assert_eq!(parse("rtk_", &format!("rtk_{}", "é".repeat(21) + "a")), None);
    }
}
