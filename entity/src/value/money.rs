//! Money: whole minor units of one currency. Never a float, never two currencies in one sum.

use async_graphql::{InputObject, SimpleObject};

use super::{CurrencyCode, Decimal};

/// An amount in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SimpleObject, serde::Serialize, serde::Deserialize)]
pub struct Money {
    /// The exact amount.
    pub amount: Decimal,
    /// Its currency.
    pub currency: CurrencyCode,
}

/// An amount in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, InputObject)]
pub struct MoneyInput {
    /// The exact amount, with no more decimals than the currency has.
    pub amount: Decimal,
    /// Its currency.
    pub currency: CurrencyCode,
}

/// Why an amount is not acceptable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// More decimals than the currency has.
    #[error("the amount has more decimals than the currency")]
    TooFine,
    /// More decimals than are kept of a price, a quantity or a rate.
    #[error("at most {0} decimals are allowed")]
    MoreDecimalsThan(u32),
    /// More than a column can hold.
    #[error("the amount is too large")]
    TooLarge,
}

impl Money {
    /// The amount of so many minor units.
    #[must_use]
    pub fn of_minor(minor: impl Into<i128>, currency: CurrencyCode) -> Self {
        Self {
            amount: Decimal::new(minor.into(), currency.decimals()),
            currency,
        }
    }
}

impl MoneyInput {
    /// The amount in minor units.
    ///
    /// # Errors
    /// When it has more decimals than its currency, or does not fit.
    pub fn minor(&self) -> Result<i64, MoneyError> {
        let minor = self
            .amount
            .at_scale(self.currency.decimals())
            .ok_or(MoneyError::TooFine)?;
        i64::try_from(minor)
            .ok()
            .filter(|minor| minor.checked_abs().is_some())
            .ok_or(MoneyError::TooLarge)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// M1: an amount is what was written to the last digit, however large, and amounts add up to the digit.
        #[test]
        fn amounts_are_read_as_they_are_written_and_add_up_in_any_order(
            amounts in prop::collection::vec(-i64::MAX / 64..i64::MAX / 64, 1..60),
            code in prop::sample::select(vec!["EUR", "IRR", "JPY", "KWD"]),
        ) {
            let currency = CurrencyCode::read(code).unwrap();
            let read = |minor: &i64| {
                let text = Money::of_minor(*minor, currency).amount.to_string();
                MoneyInput { amount: Decimal::read(&text).unwrap(), currency }.minor()
            };

            let there: i64 = amounts.iter().map(|minor| read(minor).unwrap()).sum();
            let back: i64 = amounts.iter().rev().map(|minor| read(minor).unwrap()).sum();

            prop_assert_eq!(amounts.iter().map(read).collect::<Result<Vec<_>, _>>(), Ok(amounts.clone()));
            prop_assert_eq!((there, back), (amounts.iter().sum(), amounts.iter().sum()));
        }
    }
}
