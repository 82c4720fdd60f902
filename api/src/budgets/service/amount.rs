//! Amounts of budgets as inputs give them: money in the budget's currency, or minutes.

use entity::value::{CurrencyCode, MoneyInput};

use super::ledger::MOST_MINOR;
use crate::kernel::error::UserError;

/// An amount as an input gives it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given {
    /// Money.
    pub money: Option<MoneyInput>,
    /// Minutes.
    pub minutes: Option<i32>,
}

impl Given {
    /// The amount in minor units of a budget's currency, or in minutes where it has none.
    ///
    /// # Errors
    /// When it is missing, negative, too large, in another currency, or of the other sort. `under` is the path of the input that
    /// holds it.
    pub(super) fn amount(&self, currency: Option<CurrencyCode>, under: &str) -> Result<i64, UserError> {
        let (money, minutes) = (format!("{under}.amount"), format!("{under}.minutes"));
        match (currency, self.money, self.minutes) {
            (Some(_), _, Some(_)) => Err(UserError::invalid(&minutes, say!("this budget is in money"))),
            (None, Some(_), _) => Err(UserError::invalid(&money, say!("this budget is in minutes"))),
            (Some(_), None, None) => Err(UserError::required(&money)),
            (None, None, None) => Err(UserError::required(&minutes)),
            (None, None, Some(given)) if given < 0 => {
                Err(UserError::invalid(&minutes, say!("the amount is negative")))
            }
            (None, None, Some(given)) => Ok(i64::from(given)),
            (Some(currency), Some(given), None) => minor(&given, currency, &money),
        }
    }

    /// The amount, which is not nothing.
    ///
    /// # Errors
    /// As for any amount, and when it is nothing.
    pub(super) fn some(&self, currency: Option<CurrencyCode>, under: &str) -> Result<i64, UserError> {
        match self.amount(currency, under)? {
            0 => {
                let message = say!("an amount above zero is needed");
                Err(UserError::invalid(&place(currency, under), message))
            }
            amount => Ok(amount),
        }
    }
}

/// Where an input gives an amount of a budget in this currency, or in minutes.
pub(super) fn place(currency: Option<CurrencyCode>, under: &str) -> String {
    match currency {
        Some(_) => format!("{under}.amount"),
        None => format!("{under}.minutes"),
    }
}

fn minor(given: &MoneyInput, currency: CurrencyCode, path: &str) -> Result<i64, UserError> {
    if given.currency != currency {
        let message = say!("this is not the currency of the budget");
        return Err(UserError::invalid(&format!("{path}.currency"), message));
    }
    let path = format!("{path}.amount");
    match given.minor() {
        Ok(minor) if minor < 0 => Err(UserError::invalid(&path, say!("the amount is negative"))),
        Ok(minor) if minor > MOST_MINOR => Err(UserError::too_large(&path, say!("the amount is too large"))),
        Ok(minor) => Ok(minor),
        Err(error) => Err(UserError::invalid(&path, error)),
    }
}
