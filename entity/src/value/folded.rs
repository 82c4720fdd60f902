//! Text folded for searching and sorting, so that both databases find and order alike.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The longest folded text that is kept for one record.
const LONGEST: usize = 4_000;

/// The longest folded text that records are sorted by, in characters: folding can make many of one.
const KEY: usize = 400;

/// Folds text: NFKC, lower case, Persian forms of ye and kaf, one form of sigma, no joiners, no diacritics, single blanks.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut blank = true;
    for symbol in text
        .nfkc()
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|symbol| !is_combining_mark(*symbol))
    {
        match symbol {
            '\u{064A}' | '\u{0649}' => folded.push('\u{06CC}'),
            '\u{0643}' => folded.push('\u{06A9}'),
            // SQLite's trigrams take the two forms of this letter for one.
            'ς' => folded.push('σ'),
            '\u{200C}' | '\u{200D}' | '\u{0640}' => continue,
            symbol if symbol.is_whitespace() || symbol.is_control() => {
                if !blank {
                    folded.push(' ');
                }
                blank = true;
                continue;
            }
            symbol => folded.push(symbol),
        }
        blank = false;
    }
    folded.truncate(folded.trim_end().len());
    folded.nfc().collect()
}

/// The folded text that a record is sorted by.
#[must_use]
pub fn sort_key(text: &str) -> String {
    fold(text).chars().take(KEY).collect()
}

/// The folded text that a record is found by.
#[must_use]
pub fn search_text<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = parts
        .into_iter()
        .map(fold)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if text.len() > LONGEST {
        let end = (0..=LONGEST)
            .rev()
            .find(|end| text.is_char_boundary(*end))
            .unwrap_or(0);
        text.truncate(end);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_and_persian_spellings_of_a_name_fold_to_one() {
        assert_eq!(fold("شركة كيميا"), fold("شرکة کیمیا"));
        assert_eq!(fold("می\u{200C}روم"), fold("میروم"));
    }

    #[test]
    fn a_sort_key_fits_its_column_whatever_the_text_folds_to() {
        assert_eq!(sort_key("Zoë"), "zoe");
        assert_eq!(sort_key(&"\u{FDFA}".repeat(200)).chars().count(), KEY);
    }

    #[test]
    fn case_marks_width_and_blanks_do_not_count() {
        assert_eq!(fold("  Zoë   ＡＢＣ\tGmbH "), "zoe abc gmbh");
        assert_eq!(fold("Οδός"), fold("ΟΔΟΣ"));
    }
}
