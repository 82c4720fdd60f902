//! What people are told, in their language.
//!
//! A message is said in English where it comes up, by [`say!`](crate::say). The catalogue of another language has a sentence for
//! each English one, and the message is put into the language of the reader at the edge, once. A sentence that a catalogue lacks
//! is told in English; a test names it.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, LazyLock},
};

use async_graphql::{Pos, ServerError};
use entity::agency::Locale;

#[doc(hidden)]
pub use inventory::submit;

/// A sentence for people, with what fills its gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message(Box<Said>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    template: &'static str,
    values: Vec<(&'static str, String)>,
}

/// An English sentence with gaps in braces, and where in the code it is said.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// The sentence.
    pub text: &'static str,
    /// The file.
    pub file: &'static str,
    /// The line.
    pub line: u32,
}

inventory::collect!(Template);

/// Makes a [`Message`] of an English sentence: `say!("at most {most} items are allowed", most)`, or `most = LIMIT` where the value
/// has another name. Every gap has a name. The sentence joins those that the catalogues have to have.
#[macro_export]
macro_rules! say {
    ($text:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        const _: () = assert!(
            $crate::kernel::message::fits($text, &[$(stringify!($name)),*]),
            "each gap of a message has a name, and each name a gap"
        );
        $crate::kernel::message::submit! {
            $crate::kernel::message::Template { text: $text, file: file!(), line: line!() }
        }
        // Never run: the compiler looks here whether the names are those of the gaps.
        if false {
            let _ = format_args!($text $(, $name = $crate::say!(@value $name $(, $value)?))*);
        }
        $crate::kernel::message::Message::filled(
            $text,
            vec![$((stringify!($name), $crate::say!(@value $name $(, $value)?).to_string())),*],
        )
    }};
    (@value $name:ident) => { $name };
    (@value $name:ident, $value:expr) => { $value };
}

/// Whether a sentence has as many gaps as there are names.
#[must_use]
pub const fn fits(text: &str, names: &[&str]) -> bool {
    let mut rest = text.as_bytes();
    let mut gaps = 0;
    while let [byte, behind @ ..] = rest {
        if *byte == b'{' {
            gaps += 1;
        }
        rest = behind;
    }
    gaps == names.len()
}

/// All sentences that are said anywhere.
pub fn templates() -> impl Iterator<Item = &'static Template> {
    inventory::iter::<Template>.into_iter()
}

/// The sentences of a language by the English ones; English itself needs none.
#[must_use]
pub fn catalogue(locale: Locale) -> Option<&'static BTreeMap<String, String>> {
    static PERSIAN: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        toml::from_str(include_str!("../../locales/fa.toml")).unwrap_or_else(|error| {
            tracing::error!(%error, "the Persian messages cannot be read");
            BTreeMap::new()
        })
    });
    match locale {
        Locale::En => None,
        Locale::Fa => Some(&PERSIAN),
    }
}

impl Message {
    /// A sentence with its gaps filled; written [`say!`](crate::say).
    #[must_use]
    pub fn filled(template: &'static str, values: Vec<(&'static str, String)>) -> Self {
        Self(Box::new(Said { template, values }))
    }

    /// Words of others, which no catalogue has: they stay as they are.
    #[must_use]
    pub fn foreign(words: String) -> Self {
        Self::filled("{words}", vec![("words", words)])
    }

    /// The sentence in a language, or in English where that language has none for it.
    #[must_use]
    pub fn in_language(&self, locale: Locale) -> String {
        let Said { template, values } = self.0.as_ref();
        let own = catalogue(locale).and_then(|catalogue| catalogue.get(*template));
        let template = own.map_or(*template, String::as_str);
        fill(template, |name| {
            let (_, value) = values.iter().find(|(own, _)| *own == name)?;
            Some(match locale {
                Locale::En => value.clone(),
                Locale::Fa => with_persian_digits(value),
            })
        })
    }

    /// An error at the top level of an answer, which keeps the message until it is written in the reader's language.
    #[must_use]
    pub fn into_server_error(self, pos: Option<Pos>) -> ServerError {
        let mut error = ServerError::new(self.to_string(), pos);
        error.source = Some(Arc::new(self));
        error
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Locale::En))
    }
}

/// Replaces the names in braces. What is filled in is not looked at again: a name of a person may have braces.
pub fn fill(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut parts = template.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let gap = part.split_once('}');
        match gap.and_then(|(name, rest)| Some((value(name)?, rest))) {
            Some((value, rest)) => text.extend([value.as_str(), rest]),
            None => text.extend(["{", part]),
        }
    }
    text
}

/// A count is written in the digits of the language; days, codes and amounts stay as programs know them.
fn with_persian_digits(value: &str) -> String {
    if !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return value.to_owned();
    }
    let digits = value.chars().filter_map(|digit| digit.to_digit(10));
    digits
        .filter_map(|digit| char::from_u32(u32::from('۰') + digit))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_told_in_the_language_of_the_reader() {
        let most = 200;

        let message = say!("at most {most} items are allowed", most);

        assert_eq!(message.in_language(Locale::En), "at most 200 items are allowed");
        assert_eq!(message.in_language(Locale::Fa), "حداکثر ۲۰۰ مورد مجاز است");
    }

    #[test]
    fn what_a_catalogue_lacks_is_told_in_english() {
        let message = Message::foreign("expected a name".to_owned());

        assert_eq!(message.in_language(Locale::Fa), "expected a name");
    }

    #[test]
    fn what_fills_a_gap_is_not_looked_at_again() {
        let filled = Message::filled(
            "{from} and {to}",
            vec![("from", "{to}".to_owned()), ("to", "PRJ-7".to_owned())],
        );

        assert_eq!(filled.to_string(), "{to} and PRJ-7");
        assert_eq!(filled.in_language(Locale::Fa), "{to} and PRJ-7");
    }
}
