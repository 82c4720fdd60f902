//! Checks of inputs: all that is wrong is told at once.

use async_graphql::MaybeUndefined;
use entity::value::{MoneyError, MoneyInput};

use super::{
    error::{Result, UserError},
    message::Message,
};

/// The longest name.
pub const NAME: usize = 200;
/// The longest text.
pub const TEXT: usize = 10_000;
/// The longest note.
pub const NOTE: usize = 2_000;

/// What is wrong with an input, so far.
#[derive(Debug, Default)]
pub struct Checks(Vec<UserError>);

impl Checks {
    /// Nothing wrong so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Something is wrong.
    pub fn fault(&mut self, error: UserError) {
        self.0.push(error);
    }

    /// A text that is there, has no more characters than `longest`, and holds no control characters but line breaks and tabs.
    pub fn text(&mut self, field: &str, text: &str, longest: usize) {
        let path = format!("input.{field}");
        if text.trim().is_empty() {
            self.fault(UserError::required(&path));
        } else if text.chars().count() > longest {
            self.fault(UserError::too_large(
                &path,
                say!("at most {longest} characters are allowed", longest),
            ));
        } else if text
            .chars()
            .any(|symbol| symbol.is_control() && !matches!(symbol, '\n' | '\r' | '\t'))
        {
            self.fault(UserError::invalid(
                &path,
                say!("control characters are not allowed"),
            ));
        }
    }

    /// A text that may be missing.
    pub fn opt_text(&mut self, field: &str, text: Option<&String>, longest: usize) {
        if let Some(text) = text {
            self.text(field, text, longest);
        }
    }

    /// A text that an update may leave out or clear.
    pub fn patch_text(&mut self, field: &str, text: &MaybeUndefined<String>, longest: usize) {
        if let MaybeUndefined::Value(text) = text {
            self.text(field, text, longest);
        }
    }

    /// A value that an update may leave out but not clear.
    pub fn not_cleared<T>(&mut self, field: &str, value: &MaybeUndefined<T>) {
        if value.is_null() {
            self.fault(UserError::required(&format!("input.{field}")));
        }
    }

    /// A number within bounds, both included.
    pub fn range(&mut self, field: &str, number: Option<i32>, from: i32, to: i32) {
        if number.is_some_and(|number| !(from..=to).contains(&number)) {
            self.fault(UserError::invalid(
                &format!("input.{field}"),
                say!("a number from {from} to {to} is needed", from, to),
            ));
        }
    }

    /// An amount that is not negative and fits its currency.
    pub fn amount(&mut self, field: &str, money: Option<&MoneyInput>) {
        let path = format!("input.{field}.amount");
        match money.map(MoneyInput::minor) {
            Some(Ok(minor)) if minor < 0 => {
                self.fault(UserError::invalid(&path, say!("the amount is negative")));
            }
            Some(Err(error)) => self.fault(UserError::invalid(&path, error)),
            _ => {}
        }
    }

    /// Not more items than `most`.
    pub fn at_most(&mut self, field: &str, items: usize, most: usize) {
        if items > most {
            self.fault(UserError::too_large(
                &format!("input.{field}"),
                say!("at most {most} items are allowed", most),
            ));
        }
    }

    /// An e-mail address, in so far as its form shows.
    pub fn email(&mut self, field: &str, email: Option<&String>) {
        let Some(email) = email else { return };
        self.text(field, email, 254);
        let parts = email.trim().split_once('@').filter(|(name, host)| {
            let plain = |part: &str| {
                !part.is_empty() && !part.contains(|symbol: char| symbol.is_whitespace() || symbol == '@')
            };
            plain(name) && plain(host) && !host.starts_with('.') && !host.ends_with('.')
        });
        if parts.is_none() && !email.trim().is_empty() {
            self.fault(UserError::invalid(
                &format!("input.{field}"),
                say!("this is not an e-mail address"),
            ));
        }
    }

    /// Nothing was wrong.
    ///
    /// # Errors
    /// All that was.
    pub fn done(self) -> Result<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.0.into())
        }
    }
}

impl From<MoneyError> for Message {
    fn from(error: MoneyError) -> Self {
        match error {
            MoneyError::TooFine => say!("the amount has more decimals than the currency"),
            MoneyError::MoreDecimalsThan(most) => say!("at most {most} decimals are allowed", most),
            MoneyError::TooLarge => say!("the amount is too large"),
        }
    }
}
