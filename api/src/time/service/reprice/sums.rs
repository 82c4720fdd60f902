//! What changes come to.

use entity::{
    time_entry,
    value::{CurrencyCode, Money},
};

use crate::time::repricing::{RepricedTimeEntry, RepricingSkip, TimeRepricing};

/// What time entries come to: amounts that are not known are counted.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    minor: i128,
    unknown: i32,
}

impl Sum {
    fn add(&mut self, minor: Option<i64>) {
        match minor {
            Some(minor) => self.minor += i128::from(minor),
            None => self.unknown += 1,
        }
    }
}

/// What the time entries that change come to, before and afterwards.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    cost_before: Sum,
    cost_after: Sum,
    price_before: Sum,
    price_after: Sum,
}

impl Sums {
    /// Adds a time entry that changes.
    pub(super) fn add(&mut self, before: &time_entry::Model, after: &time_entry::Model) {
        self.cost_before.add(before.cost_minor);
        self.cost_after.add(after.cost_minor);
        self.price_before.add(before.price_minor);
        self.price_after.add(after.price_minor);
    }

    /// The answer of a run.
    pub(super) fn answer(self, seen: Seen) -> TimeRepricing {
        let Self {
            cost_before,
            cost_after,
            price_before,
            price_after,
        } = self;
        let money = |minor: i128| Money::of_minor(minor, seen.currency);
        TimeRepricing {
            dry_run: seen.is_dry_run,
            currency: seen.currency,
            matched: seen.matched,
            skipped: seen.skipped,
            kept_prices: seen.kept_prices,
            changes: seen.changes,
            cost_before: money(cost_before.minor),
            cost_after: money(cost_after.minor),
            cost_change: money(cost_after.minor - cost_before.minor),
            unknown_costs_before: cost_before.unknown,
            unknown_costs_after: cost_after.unknown,
            price_before: money(price_before.minor),
            price_after: money(price_after.minor),
            price_change: money(price_after.minor - price_before.minor),
            unknown_prices_before: price_before.unknown,
            unknown_prices_after: price_after.unknown,
        }
    }
}

/// What a run has looked at.
pub(super) struct Seen {
    pub(super) is_dry_run: bool,
    pub(super) currency: CurrencyCode,
    pub(super) matched: i32,
    pub(super) skipped: Vec<RepricingSkip>,
    pub(super) kept_prices: i32,
    pub(super) changes: Vec<RepricedTimeEntry>,
}
