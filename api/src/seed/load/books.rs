//! The money of a project: what was agreed, what it may cost, and what was worked and bought for it, with the ledger and its sums.

mod agency;
mod agreed;
mod booked;
mod sums;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    client, membership, phase, project,
    value::{CurrencyCode, Id},
};

use super::{Story, rows::Rows};

/// What an hour sells for and costs, in the currencies' own measure.
const SOLD: i64 = 100;
const COST: [i64; 2] = [60, 40];

/// What the money of a project is taken from.
pub(super) struct Books<'p> {
    pub(super) project: Id<project::Entity>,
    pub(super) client: Id<client::Entity>,
    /// The number of the project, from 1 on.
    pub(super) number: usize,
    pub(super) name: &'p str,
    pub(super) currency: CurrencyCode,
    pub(super) made: DateTime<Utc>,
    /// Who runs it, and who works for it.
    pub(super) people: [Option<Id<membership::Entity>>; 2],
    pub(super) phases: &'p [DatedPhase],
}

/// A phase with its first and its last day.
pub(super) type DatedPhase = (Id<phase::Entity>, NaiveDate, NaiveDate);

impl Story {
    /// The money of a project, so many entries of time.
    pub(super) fn books(&self, rows: &mut Rows, books: &Books<'_>, entries: i32) {
        let agreed = self.agreed(rows, books, entries);
        let sums = self.booked(rows, books, entries);
        self.budget(rows, books, &agreed, sums.cost());
        sums.write(rows, books);
    }
}

/// How many units of a currency are about one euro.
fn unit(currency: CurrencyCode) -> i64 {
    if currency.code() == "IRR" { 500_000 } else { 1 }
}

/// So many whole units of something like a euro, in minor units.
fn minor(currency: CurrencyCode, amount: i64) -> i64 {
    amount * unit(currency) * 10_i64.pow(currency.decimals())
}
