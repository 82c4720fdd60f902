//! A look at the text of a document before it is parsed. It neither recurses nor allocates, so that no text can hurt it,
//! and what it lets through cannot hurt the parser.

use crate::graphql::{
    limits::Limits,
    refusal::{Code, Refusal},
};

/// What the text of a document consists of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scan {
    /// Words and signs.
    pub tokens: usize,
    /// The most brackets that are open at once.
    pub brackets: usize,
}

/// Counts tokens and brackets of `text`, and refuses it at the first excess.
///
/// A string that does not end is refused here, since the parser would read on behind its first quotation mark
/// and see brackets that were not counted.
pub fn scan(text: &str, limits: &Limits) -> Result<Scan, Refusal> {
    if text.len() > limits.text_bytes {
        return Err(Refusal::too_much("bytes", limits.text_bytes));
    }
    let mut found = Scan::default();
    let mut open = 0_usize;
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        rest = match first {
            b' ' | b'\t' | b'\n' | b'\r' | b',' => {
                rest = behind;
                continue;
            }
            b'#' => {
                rest = after_line(behind);
                continue;
            }
            // The byte order mark, which the grammar ignores anywhere.
            0xEF if behind.starts_with(&[0xBB, 0xBF]) => {
                rest = behind.get(2..).unwrap_or_default();
                continue;
            }
            b'"' => after_string(rest).ok_or_else(unterminated)?,
            b'{' | b'[' | b'(' => {
                open += 1;
                found.brackets = found.brackets.max(open);
                behind
            }
            b'}' | b']' | b')' => {
                open = open.saturating_sub(1);
                behind
            }
            b'.' if behind.starts_with(b"..") => behind.get(2..).unwrap_or_default(),
            _ if is_word(first) => after_word(behind),
            _ => behind,
        };
        found.tokens += 1;
        if found.tokens > limits.tokens {
            return Err(Refusal::too_much("tokens", limits.tokens));
        }
        if open > limits.brackets {
            return Err(Refusal::too_much("nested brackets", limits.brackets));
        }
    }
    Ok(found)
}

fn unterminated() -> Refusal {
    Refusal::new(Code::GraphqlParseFailed, say!("a string does not end"))
}

/// Names and numbers; a sign or a point belongs to the number that it stands in.
const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+')
}

fn after_word(bytes: &[u8]) -> &[u8] {
    let end = bytes
        .iter()
        .position(|byte| !is_word(*byte))
        .unwrap_or(bytes.len());
    bytes.get(end..).unwrap_or_default()
}

fn after_line(bytes: &[u8]) -> &[u8] {
    let end = bytes
        .iter()
        .position(|byte| matches!(byte, b'\n' | b'\r'))
        .unwrap_or(bytes.len());
    bytes.get(end..).unwrap_or_default()
}

/// What follows the string that `bytes` begins with, if it ends.
fn after_string(bytes: &[u8]) -> Option<&[u8]> {
    match bytes.strip_prefix(b"\"\"\"") {
        Some(content) => after_block(content),
        None => after_quoted(bytes.get(1..)?),
    }
}

fn after_block(mut content: &[u8]) -> Option<&[u8]> {
    loop {
        if let Some(rest) = content.strip_prefix(b"\"\"\"") {
            return Some(rest);
        }
        content = match content.strip_prefix(b"\\\"\"\"") {
            Some(rest) => rest,
            None => content.get(1..)?,
        };
    }
}

fn after_quoted(mut content: &[u8]) -> Option<&[u8]> {
    loop {
        match content.first()? {
            b'"' => return content.get(1..),
            b'\n' | b'\r' => return None,
            b'\\' => content = content.get(2..)?,
            _ => content = content.get(1..)?,
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use proptest::prelude::*;

    use super::*;

    fn look(text: &str) -> Result<Scan, Code> {
        scan(text, &Limits::default()).map_err(|refusal| refusal.code)
    }

    #[test]
    fn words_and_signs_count_but_commas_comments_and_byte_order_marks_do_not() {
        let found =
            look("\u{feff}query A($n: [Int!]! = -1.5), # { [ (\n{ a(b: \"x{\\\"[\"), ...F \u{feff} }");

        assert_eq!(
            found,
            Ok(Scan {
                tokens: 26,
                brackets: 2
            })
        );
    }

    #[test]
    fn brackets_in_strings_do_not_count() {
        assert_eq!(
            look(r#""{{{" """ [[[ \""" ((( """ """""""#).map(|found| found.brackets),
            Ok(0)
        );
    }

    #[test]
    fn a_string_that_does_not_end_is_a_parse_error() {
        for text in [
            "{a(b: \"",
            "{a(b: \"x\n\")}",
            "{a(b: \"\"\" \"[[[[",
            "\"\\\"",
            "\"\"\"\\\"\"\"",
            "\"\\",
        ] {
            assert_eq!(look(text), Err(Code::GraphqlParseFailed), "{text}");
        }
    }

    #[test]
    fn a_list_two_thousand_deep_is_too_complex() {
        let text = format!("{{hello(l:{}{})}}", "[".repeat(2_000), "]".repeat(2_000));

        assert_eq!(look(&text), Err(Code::QueryTooComplex));
    }

    #[test]
    fn too_many_tokens_or_bytes_are_too_complex() {
        assert_eq!(look(&"a ".repeat(2_001)), Err(Code::QueryTooComplex));
        assert_eq!(look(&" ".repeat(64 * 1024 + 1)), Err(Code::QueryTooComplex));
        assert!(look(&"a ".repeat(2_000)).is_ok());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = look(&text);
        }

        #[test]
        fn no_text_of_signs_that_passes_hurts_the_parser(
            text in proptest::collection::vec(
                proptest::sample::select(vec!["{", "}", "[", "]", "(", ")", "\"", "\"\"\"", "\\", "a", ":", "$", "@", "...", "#", "\n", "on ", " ", "1", "!", "="]),
                0..400,
            )
        ) {
            let text = text.concat();
            if look(&text).is_ok() {
                let _ = parse_query(&text);
            }
        }
    }
}
