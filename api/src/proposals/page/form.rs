//! What a form brings.

use entity::{proposal_line, value::Id};
use uuid::Uuid;

use crate::proposals::input::LINES_AT_MOST;

/// What the fields that hold chosen options are called, up to the id of their group.
pub(super) const OPTION: &str = "option";
/// The field of the typed name.
pub(super) const NAME: &str = "name";
/// The field of what is added.
pub(super) const COMMENT: &str = "comment";
/// The field of the hash of what is read.
pub(super) const HASH: &str = "contentHash";

/// What a form brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// The options that are chosen.
    pub(super) lines: Vec<Id<proposal_line::Entity>>,
    /// The typed name.
    pub(super) name: String,
    /// What is added.
    pub(super) comment: String,
    /// The hash of what was read.
    pub(super) content_hash: String,
}

impl Form {
    /// Reads the body of a form. A field that we do not know is nothing to us; an option that is none of ours is kept as the id of
    /// nothing, to be refused.
    pub(super) fn read(body: &[u8]) -> Self {
        let mut form = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            match name.as_ref() {
                NAME => form.name = value.into_owned(),
                COMMENT => form.comment = lines(&value),
                HASH => form.content_hash = value.into_owned(),
                field
                    if field.starts_with(OPTION)
                        && !value.is_empty()
                        && form.lines.len() <= LINES_AT_MOST =>
                {
                    form.lines.push(value.parse().unwrap_or(Id::of(Uuid::nil())));
                }
                _ => {}
            }
        }
        form
    }
}

/// A text of several lines: browsers end each with two signs.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_brings_options_of_all_groups_and_words() {
        let (one, two): (Id<proposal_line::Entity>, _) =
            (Id::of(Uuid::from_u128(1)), Id::of(Uuid::from_u128(2)));
        let body = format!(
            "option={one}&option-opg_x={two}&option-opg_y=&name=Sara+Mohammadi&comment=%D8%B3%D9%84%D8%A7%D9%85%0D%0A%21&contentHash=ab&else=1"
        );

        let form = Form::read(body.as_bytes());

        let expected = Form {
            lines: vec![one, two],
            name: "Sara Mohammadi".to_owned(),
            comment: "سلام\n!".to_owned(),
            content_hash: "ab".to_owned(),
        };
        assert_eq!(form, expected);
    }

    #[test]
    fn what_is_no_option_is_the_id_of_nothing() {
        let form = Form::read(b"option=cli_1&option=%FF");

        assert_eq!(form.lines, [Id::of(Uuid::nil()); 2]);
    }
}
