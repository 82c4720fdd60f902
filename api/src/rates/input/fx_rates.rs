use std::collections::BTreeMap;

use async_graphql::InputObject;
use chrono::NaiveDate;
use entity::value::{CurrencyCode, Date, Decimal};

use super::fx_rate::worth;
use crate::kernel::{
    check::Checks,
    error::{Result, UserError},
};

/// Rates that come at once.
const AT_MOST: usize = 1_000;

/// What one unit of a currency was worth in another on a day.
#[derive(Clone, Debug, InputObject)]
pub struct FxRateRowInput {
    /// The currency of the one unit.
    pub from_currency: CurrencyCode,
    /// The currency it is worth something in.
    pub to_currency: CurrencyCode,
    /// The day.
    pub on_date: Date,
    /// How much it is worth: more than nothing, with ten decimals at most.
    pub rate: Decimal,
}

/// What currencies were worth on many days. All rows are taken or none.
#[derive(Clone, Debug, InputObject)]
pub struct FxRatesImportInput {
    /// The rates, 1000 at most, one for two currencies and a day.
    pub rates: Vec<FxRateRowInput>,
    /// Where they come from, for example ECB; at most 64 characters.
    pub source: Option<String>,
    /// Put them in place of other rates that are known for the same day; false when left out. What was booked keeps the rate it
    /// was booked with, and figures that are worked out by rates of these days move.
    pub replace: Option<bool>,
    /// Answer what would come of it, and change nothing.
    pub dry_run: Option<bool>,
    /// The same key with the same input gives the first answer again, for 24 hours. A dry run uses no key up.
    pub idempotency_key: Option<String>,
}

/// A rate that was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rates) struct Quote {
    /// The place in the list.
    pub(in crate::rates) at: usize,
    /// The currency of the one unit.
    pub(in crate::rates) from: CurrencyCode,
    /// The currency it is worth something in.
    pub(in crate::rates) to: CurrencyCode,
    /// The day.
    pub(in crate::rates) on: NaiveDate,
    /// How much it is worth, in ten-billionths.
    pub(in crate::rates) rate: i64,
}

impl FxRatesImportInput {
    /// Checks the form of the input, and gives the rates in their order.
    pub(in crate::rates) fn check(&self) -> Result<Vec<Quote>> {
        let mut checks = Checks::new();
        checks.opt_text("source", self.source.as_ref(), 64);
        if self.rates.is_empty() {
            checks.fault(UserError::required("input.rates"));
        }
        checks.at_most("rates", self.rates.len(), AT_MOST);
        let (mut quotes, mut known) = (vec![], BTreeMap::new());
        for (at, row) in self.rates.iter().enumerate().take(AT_MOST) {
            let path = format!("input.rates.{at}");
            let (from, to, on) = (row.from_currency, row.to_currency, row.on_date.0);
            let rate = worth(&mut checks, &path, (from, to), row.rate);
            quotes.extend(rate.map(|rate| Quote {
                at,
                from,
                to,
                on,
                rate,
            }));
            if let Some(first) = known.insert((from, to, on), at) {
                let message = say!("rates.{first} has the same currencies and the same day", first);
                checks.fault(UserError::invalid(&path, message));
            }
        }
        checks.done()?;
        Ok(quotes)
    }

    /// Whether it is only tried out.
    pub(in crate::rates) fn is_dry_run(&self) -> bool {
        self.dry_run.unwrap_or(false)
    }
}
