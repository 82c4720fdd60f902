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
