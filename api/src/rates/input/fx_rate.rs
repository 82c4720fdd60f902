use async_graphql::InputObject;
use entity::value::{CurrencyCode, Date, Decimal, price::scaled};

use crate::kernel::{
    check::Checks,
    error::{Result, UserError},
};

/// Decimals of a rate between currencies.
pub(in crate::rates) const RATE_DECIMALS: u32 = 10;

/// What one unit of a currency was worth in another on a day. A rate that is known for the day is replaced.
#[derive(Clone, Debug, InputObject)]
pub struct FxRateSetInput {
    /// The currency of the one unit.
    pub from_currency: CurrencyCode,
    /// The currency it is worth something in.
    pub to_currency: CurrencyCode,
    /// The day.
    pub on_date: Date,
    /// How much it is worth: more than nothing, with ten decimals at most.
    pub rate: Decimal,
    /// Where the rate comes from, for example ECB; at most 64 characters.
    pub source: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl FxRateSetInput {
    /// Checks the form of the input.
    pub(in crate::rates) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        worth(
            &mut checks,
            "input",
            (self.from_currency, self.to_currency),
            self.rate,
        );
        checks.opt_text("source", self.source.as_ref(), 64);
        checks.done()
    }
}

/// What one unit of a currency was worth in another, in ten-billionths: more than nothing, between two currencies.
pub(super) fn worth(
    checks: &mut Checks,
    path: &str,
    (from, to): (CurrencyCode, CurrencyCode),
    rate: Decimal,
) -> Option<i64> {
    if from == to {
        checks.fault(UserError::invalid(
            &format!("{path}.toCurrency"),
            say!("two different currencies are needed"),
        ));
    }
    let path = format!("{path}.rate");
    match scaled(rate, RATE_DECIMALS) {
        Ok(rate) if rate > 0 => Some(rate),
        Ok(_) => {
            checks.fault(UserError::invalid(&path, say!("a rate above zero is needed")));
            None
        }
        Err(error) => {
            checks.fault(UserError::invalid(&path, error));
            None
        }
    }
}
