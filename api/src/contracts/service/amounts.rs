//! Amounts of inputs, in the contract's currency.

use entity::value::{CurrencyCode, MoneyInput};

use crate::kernel::error::UserError;

/// The minor units of an amount that is in this currency.
pub(super) fn minor(money: &MoneyInput, currency: CurrencyCode, path: &str) -> Result<i64, UserError> {
    if money.currency != currency {
        let message = say!("the contract is in {currency}", currency);
        return Err(UserError::invalid(&format!("{path}.currency"), message));
    }
    money
        .minor()
        .map_err(|error| UserError::invalid(&format!("{path}.amount"), error))
}
