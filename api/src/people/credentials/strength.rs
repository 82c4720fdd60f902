//! Which passwords are good enough.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::kernel::message::Message;

/// The first six bytes of the SHA-256 of each of the commonest passwords in lower case, sorted: the 10 000 commonest
/// of the list that the Django project publishes, and all those of twelve characters and more from it and from the
/// lists of the zxcvbn project. A hash, so that the program carries no list of swear words.
const COMMON: &[u8] = include_bytes!("../../../assets/common-passwords.sha256");

/// How long passwords are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lengths {
    /// The fewest characters of any password.
    pub least: usize,
    /// The fewest characters of an owner's password.
    pub least_for_owners: usize,
    /// The most characters of a password.
    pub most: usize,
}

impl Default for Lengths {
    fn default() -> Self {
        Self {
            least: 12,
            least_for_owners: 15,
            most: 128,
        }
    }
}

/// Whose password it is: what a guesser would try first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bearer<'a> {
    /// The address they sign in with.
    pub email: &'a str,
    /// The agencies they sign in to.
    pub agencies: &'a [&'a str],
    /// Whether they own an agency: then the password must be longer.
    pub is_owner: bool,
}

/// Why a password is refused, in words for the person who chose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// It has fewer characters than this.
    TooShort(usize),
    /// It has more characters than this.
    TooLong(usize),
    /// Many others use it.
    Common,
    /// It is little more than the e-mail address, the agency's or the product's name.
    Personal,
    /// It is a row or a repetition.
    Regular,
}

impl From<Weakness> for Message {
    fn from(weakness: Weakness) -> Self {
        match weakness {
            Weakness::TooShort(least) => say!("the password needs at least {least} characters", least),
            Weakness::TooLong(most) => say!("the password may have {most} characters at most", most),
            Weakness::Common => say!("the password is among the first that a guesser tries"),
            Weakness::Personal => say!("the password is too close to your address or your agency's name"),
            Weakness::Regular => say!("the password repeats itself or counts up"),
        }
    }
}

/// Whether `password` may be set by its `bearer`. There are no rules of composition: length and rarity count.
pub fn check(password: &str, bearer: &Bearer<'_>, lengths: &Lengths) -> Result<(), Weakness> {
    let length = password.chars().count();
    let least = if bearer.is_owner {
        lengths.least_for_owners
    } else {
        lengths.least
    };
    if length < least {
        return Err(Weakness::TooShort(least));
    }
    if length > lengths.most {
        return Err(Weakness::TooLong(lengths.most));
    }
    let folded = password.to_lowercase();
    if is_regular(&folded) {
        return Err(Weakness::Regular);
    }
    if is_common(&folded) {
        return Err(Weakness::Common);
    }
    if is_personal(&folded, bearer) {
        return Err(Weakness::Personal);
    }
    Ok(())
}

/// Common as it stands, or in the ways in which a common one is dressed up: with digits and signs at its ends, with
/// look-alikes for letters, twice in a row.
fn is_common(folded: &str) -> bool {
    let core = folded.trim_matches(|character: char| !character.is_alphabetic());
    [folded, core, repeated_unit(folded), repeated_unit(core)]
        .into_iter()
        .any(|candidate| is_listed(candidate) || is_listed(&plain_letters(candidate)))
}

fn is_listed(candidate: &str) -> bool {
    let digest = Sha256::digest(candidate.as_bytes());
    let (entries, _) = COMMON.as_chunks::<6>();
    digest
        .first_chunk::<6>()
        .is_some_and(|start| entries.binary_search(start).is_ok())
}

fn plain_letters(text: &str) -> String {
    let plain = |character| match character {
        '@' | '4' => 'a',
        '3' => 'e',
        '1' | '!' => 'i',
        '0' => 'o',
        '$' | '5' => 's',
        '7' => 't',
        other => other,
    };
    text.chars().map(plain).collect()
}

/// The shortest beginning that, said again and again, makes up the whole text.
fn repeated_unit(text: &str) -> &str {
    let is_unit =
        |unit: &&str| text.len().is_multiple_of(unit.len()) && unit.repeat(text.len() / unit.len()) == text;
    let beginnings = text.char_indices().skip(1).filter_map(|(end, _)| text.get(..end));
    beginnings
        .take_while(|unit| unit.len() * 2 <= text.len())
        .find(is_unit)
        .unwrap_or(text)
}

/// Few different characters, a short repetition, or each character the neighbour of the one before.
fn is_regular(folded: &str) -> bool {
    let different = folded.chars().collect::<BTreeSet<_>>().len();
    let codes: Vec<i64> = folded
        .chars()
        .map(|character| i64::from(u32::from(character)))
        .collect();
    let steps: Vec<i64> = codes
        .iter()
        .zip(codes.iter().skip(1))
        .map(|(from, to)| to - from)
        .collect();
    let counts = steps.iter().filter(|step| step.abs() <= 1).count();
    different < 5 || repeated_unit(folded).chars().count() <= 4 || counts * 4 >= steps.len() * 3
}

/// What is left without the words that belong to the bearer is not enough to be a password, or is a common one.
fn is_personal(folded: &str, bearer: &Bearer<'_>) -> bool {
    let Bearer {
        email,
        agencies,
        is_owner: _,
    } = bearer;
    let sources = agencies.iter().copied().chain([*email, "rapport"]);
    let mut words: Vec<String> = sources.flat_map(words_of).collect();
    words.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
    let rest = words
        .iter()
        .fold(folded.to_owned(), |rest, word| rest.replace(word.as_str(), ""));
    if rest == folded {
        return false;
    }
    let letters: String = rest
        .chars()
        .filter(|character| character.is_alphabetic())
        .collect();
    letters.chars().count() < 6 || is_common(&letters)
}

fn words_of(text: &str) -> Vec<String> {
    let folded = text.to_lowercase();
    let parts = folded.split(|character: char| !character.is_alphanumeric());
    parts
        .filter(|part| part.chars().count() >= 3)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests;
