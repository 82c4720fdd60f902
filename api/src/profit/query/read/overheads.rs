//! What is known of overhead, and what the minutes of a project carry of it.

use chrono::NaiveDate;
use entity::value::CurrencyCode;

use crate::{
    profit::figures::{Figure, ProfitGapCode, overhead::Rates},
    rates::service::fx::{by_rate, is_recent},
};

/// What some months cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period {
    pub(super) from: NaiveDate,
    pub(super) last: NaiveDate,
    pub(super) rates: Rates,
    pub(super) currency: CurrencyCode,
}

/// The latest rate of a pair by the end of a period.
#[derive(Clone, Copy, Debug)]
pub(super) struct Worth {
    pub(super) by: NaiveDate,
    pub(super) on: NaiveDate,
    pub(super) from: CurrencyCode,
    pub(super) to: CurrencyCode,
    pub(super) rate: i64,
}

/// All that is known of overhead.
#[derive(Clone, Debug, Default)]
pub(in crate::profit::query) struct Overheads {
    pub(super) periods: Vec<Period>,
    pub(super) worth: Vec<Worth>,
}

/// What minutes carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::profit::query) struct Share {
    /// In minor units of the project's currency.
    pub(in crate::profit::query) amount: i128,
    /// Whether it is only what an earlier period carried.
    pub(in crate::profit::query) is_provisional: bool,
}

impl Overheads {
    /// What the minutes of some days carry: rounded once a day that is given.
    pub(in crate::profit::query) fn of(
        &self,
        minutes: impl IntoIterator<Item = (NaiveDate, i64)>,
        currency: CurrencyCode,
    ) -> Result<Share, ProfitGapCode> {
        let none = Share {
            amount: 0,
            is_provisional: false,
        };
        minutes.into_iter().try_fold(none, |sum, (day, minutes)| {
            let share = self.share(day, minutes, currency)?;
            Ok(Share {
                amount: sum.amount + share.amount,
                is_provisional: sum.is_provisional || share.is_provisional,
            })
        })
    }

    /// What the minutes of one day carry: by its own period, or by the last one before.
    pub(in crate::profit::query) fn share(
        &self,
        day: NaiveDate,
        minutes: i64,
        currency: CurrencyCode,
    ) -> Result<Share, ProfitGapCode> {
        let begun = self.periods.iter().filter(|period| period.from <= day);
        let period = begun.max_by_key(|period| period.from);
        let period = period.ok_or(ProfitGapCode::OverheadUnknown)?;
        let carried = period
            .rates
            .share(minutes)
            .ok_or(ProfitGapCode::OverheadUnknown)?;
        Ok(Share {
            amount: self.changed(carried, period, currency)?,
            is_provisional: period.last < day,
        })
    }

    fn changed(&self, amount: i128, period: &Period, currency: CurrencyCode) -> Figure {
        if period.currency == currency {
            return Ok(amount);
        }
        let recent = |worth: &&Worth| worth.by == period.last && is_recent(worth.on, period.last);
        let pair = |worth: &&Worth| {
            (worth.from, worth.to) == (period.currency, currency)
                || (worth.from, worth.to) == (currency, period.currency)
        };
        let known = self.worth.iter().filter(recent).filter(pair);
        let known = known.max_by_key(|worth| worth.on);
        let known = known.ok_or(ProfitGapCode::FxRateMissing)?;
        let minor = i64::try_from(amount).map_err(|_too_large| ProfitGapCode::OverheadUnknown)?;
        let is_direct = known.from == period.currency;
        let changed = by_rate(minor, (period.currency, currency), known.rate, is_direct);
        changed.map(i128::from).ok_or(ProfitGapCode::OverheadUnknown)
    }
}
