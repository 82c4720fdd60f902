//! What belongs to no project: what the agency costs as a whole, what other currencies are worth, and what an hour costs and sells for.

use chrono::TimeDelta;
use entity::{
    agency::Calendar,
    cost_rate::{self, CostBasis},
    fx_rate,
    membership::Role,
    overhead_period, rate, rate_card, rate_card_version,
    value::CurrencyCode,
};
use sea_orm::ActiveValue::Set;

use super::{COST, SOLD};
use crate::{
    kernel::{
        calendar::{day_before, months},
        error::{Error, Result},
    },
    profit::figures::overhead::{Rates, hourly},
    seed::load::{Story, client::AGE_DAYS, rows::Rows},
};

/// Months of overhead at most.
const MONTHS: usize = 48;
/// What the agency works in a month, in minutes.
const WORKED: i32 = 2_400 * 60;
/// A price in millionths of a unit.
const MICRO: i64 = 1_000_000;

impl Story {
    /// What the agency has before its first project.
    pub(in crate::seed::load) fn agency_books(&self, rows: &mut Rows) -> Result<()> {
        self.rates(rows);
        self.overheads(rows)
    }

    /// What an hour of everybody costs, and one card by which all hours in euros are sold.
    fn rates(&self, rows: &mut Rows) {
        let since = self.now.date_naive() - TimeDelta::days(AGE_DAYS);
        let [of_manager, of_worker] = COST.map(|hour| hour * MICRO);
        for member in &self.staff.0 {
            let cost = if member.role == Role::ProjectManager {
                of_manager
            } else {
                of_worker
            };
            rows.cost_rates.push(cost_rate::ActiveModel {
                member_id: Set(member.id),
                starts_on: Set(since),
                per_hour_micro: Set(cost),
                currency: Set(CurrencyCode::EUR),
                basis: Set(CostBasis::SalaryLoaded),
                ..Default::default()
            });
        }
        let (card, version) = (self.chance.id(self.now), self.chance.id(self.now));
        rows.rate_cards.push(rate_card::ActiveModel {
            id: Set(card),
            name: Set("Standard".to_owned()),
            currency: Set(CurrencyCode::EUR),
            ..Default::default()
        });
        rows.rate_card_versions.push(rate_card_version::ActiveModel {
            id: Set(version),
            rate_card_id: Set(card),
            starts_on: Set(since),
            ..Default::default()
        });
        rows.rates.push(rate::ActiveModel {
            rate_card_version_id: Set(version),
            per_hour_micro: Set(SOLD * MICRO),
            currency: Set(CurrencyCode::EUR),
            ..Default::default()
        });
    }

    /// What the agency costs beside its projects, and what other currencies were worth, month by month.
    fn overheads(&self, rows: &mut Rows) -> Result<()> {
        let outside = || Error::internal("a month outside the calendar");
        let today = self.now.date_naive();
        let first = today - TimeDelta::days(AGE_DAYS);
        for month in months(first, today, Calendar::Gregorian, MONTHS) {
            let (facility, internal) = (4_000_000, 2_000_000);
            let client_minutes = WORKED / 10 * 8;
            let rates = Rates::new(facility, internal, WORKED, client_minutes);
            let hour = hourly(rates, CurrencyCode::EUR).ok_or_else(outside)?;
            rows.overhead_periods.push(overhead_period::ActiveModel {
                starts_on: Set(month.from),
                ends_on: Set(day_before(month.until)),
                facility_minor: Set(facility),
                internal_labour_minor: Set(internal),
                currency: Set(CurrencyCode::EUR),
                total_minutes: Set(WORKED),
                client_minutes: Set(client_minutes),
                facility_per_hour_micro: Set(hour.facility),
                internal_per_hour_micro: Set(hour.internal),
                per_hour_micro: Set(hour.both),
                ..Default::default()
            });
            for (code, rate) in [("USD", 10_900_000_000), ("IRR", 5_000_000_000_000_000)] {
                rows.fx_rates.push(fx_rate::ActiveModel {
                    from_currency: Set(CurrencyCode::EUR),
                    to_currency: Set(CurrencyCode::read(code).ok_or_else(outside)?),
                    on_date: Set(month.from),
                    rate: Set(rate),
                    ..Default::default()
                });
            }
        }
        Ok(())
    }
}
