//! What pricing anew changes: entry by entry, and altogether.

use async_graphql::{Enum, SimpleObject};
use entity::{
    membership,
    rate::RateSource,
    time_entry,
    value::{CurrencyCode, Date, Id, Money, UnitPrice},
};
use serde::{Deserialize, Serialize};

/// Which rates are looked up anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum RepricingSides {
    /// What the hours cost.
    Cost,
    /// What the hours sell for.
    Sell,
    /// What they cost and what they sell for.
    Both,
}

impl RepricingSides {
    /// Whether it is looked up anew what the hours cost.
    pub(super) const fn has_cost(self) -> bool {
        match self {
            Self::Cost | Self::Both => true,
            Self::Sell => false,
        }
    }

    /// Whether it is looked up anew what the hours sell for.
    pub(super) const fn has_sell(self) -> bool {
        match self {
            Self::Sell | Self::Both => true,
            Self::Cost => false,
        }
    }
}

/// Why time entries are left alone when work is priced anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize, Deserialize)]
pub enum RepricingSkipReason {
    /// The books of the day they are booked on are closed.
    PeriodClosed,
    /// They are not in the ledger: rejected, refused by a budget, or waiting for somebody to decide.
    NotBooked,
}

/// Time entries that were left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SimpleObject, Serialize, Deserialize)]
pub struct RepricingSkip {
    /// Why.
    pub reason: RepricingSkipReason,
    /// How many.
    pub entries: i32,
}

/// What the hour and the whole of some work cost and sell for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SimpleObject, Serialize, Deserialize)]
pub struct WorkPrice {
    /// What the hour cost, in the project's currency; null when it is not known.
    pub cost_rate: Option<UnitPrice>,
    /// What the work cost; null when it is not known.
    pub cost: Option<Money>,
    /// What the hour sells for; null when no card says so.
    pub sell_rate: Option<UnitPrice>,
    /// Where the price of the hour comes from.
    pub rate_source: Option<RateSource>,
    /// What the client pays for the work: 0 when it is not billable, null when no card says so.
    pub price: Option<Money>,
}

impl WorkPrice {
    /// What an entry costs and sells for.
    pub(super) fn of(entry: &time_entry::Model) -> Self {
        let rate = |micro| UnitPrice::of_micro(micro, entry.currency);
        let money = |minor: i64| Money::of_minor(minor, entry.currency);
        Self {
            cost_rate: entry.cost_rate_micro.map(rate),
            cost: entry.cost_minor.map(money),
            sell_rate: entry.sell_rate_micro.map(rate),
            rate_source: entry.rate_source,
            price: entry.price_minor.map(money),
        }
    }
}

/// A time entry that is priced anew.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject, Serialize, Deserialize)]
pub struct RepricedTimeEntry {
    /// The time entry.
    pub time_entry_id: Id<time_entry::Entity>,
    /// Who worked.
    pub member_id: Id<membership::Entity>,
    /// The day of the work.
    pub worked_on: Date,
    /// How long it took.
    pub minutes: i32,
    /// As it was.
    pub before: WorkPrice,
    /// As it is, or would be.
    pub after: WorkPrice,
}

/// What pricing anew changes. A cost or a price that is not known counts as nothing in the sums; how many there are stands beside.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject, Serialize, Deserialize)]
pub struct TimeRepricing {
    /// Whether it was only tried out: then nothing was changed.
    pub dry_run: bool,
    /// The currency of all amounts: the project's.
    pub currency: CurrencyCode,
    /// How many time entries were looked at.
    pub matched: i32,
    /// How many were left alone, for each reason there is.
    pub skipped: Vec<RepricingSkip>,
    /// Of how many the price stays because it was given when they were booked.
    pub kept_prices: i32,
    /// The time entries that change, by the day of the work; 1000 at most.
    pub changes: Vec<RepricedTimeEntry>,
    /// What these cost before.
    pub cost_before: Money,
    /// What they cost afterwards.
    pub cost_after: Money,
    /// By how much more they cost.
    pub cost_change: Money,
    /// Of how many it was not known what they cost.
    pub unknown_costs_before: i32,
    /// Of how many it is not known afterwards.
    pub unknown_costs_after: i32,
    /// What the client paid for them before.
    pub price_before: Money,
    /// What the client pays for them afterwards.
    pub price_after: Money,
    /// By how much more the client pays.
    pub price_change: Money,
    /// Of how many it was not known what the client pays.
    pub unknown_prices_before: i32,
    /// Of how many it is not known afterwards.
    pub unknown_prices_after: i32,
}
