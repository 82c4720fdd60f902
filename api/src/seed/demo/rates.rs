//! What hours of the demo agency sell for and cost, what currencies are worth, and which books are closed.

use chrono::{Datelike, NaiveDate};
use serde_json::json;

use super::{
    ACCOUNTS,
    story::{Story, input},
};
use crate::{
    kernel::{calendar::day_before, error::Result},
    profit::service::overhead,
    rates::service as rates,
};

/// What people work as, and what an hour of it sells for in euros.
const ROLES: [(&str, &str); 5] = [
    ("Strategist", "145"),
    ("Designer", "110"),
    ("Developer", "125"),
    ("Writer", "95"),
    ("Producer", "90"),
];
/// What an hour of each account costs in euros; nothing is known of the last two.
const COSTS: [&str; 7] = ["68", "61.5", "52", "49.75", "44", "47.2", "55"];
/// What a euro is worth.
const WORTH: [(&str, &str); 2] = [("USD", "1.1548"), ("IRR", "48750.5")];

impl Story<'_> {
    /// Rates, currencies and books.
    pub(super) async fn rates(&mut self) -> Result<()> {
        let year = self.tx.today().year();
        let [last_year, this_year] = [format!("{}-01-01", year - 1), format!("{year}-01-01")];
        let first = vec![json!({ "perHour": { "amount": "100", "currency": "EUR" } })];
        let mut prices = first.clone();
        for (name, price) in ROLES {
            let role = rates::work_role::create(self.tx, input(json!({ "name": name }))?).await?;
            prices.push(json!({ "workRoleId": role.id, "perHour": { "amount": price, "currency": "EUR" } }));
        }
        let retired = rates::work_role::create(self.tx, input(json!({ "name": "Flash developer" }))?).await?;
        rates::work_role::archive(self.tx, input(json!({ "id": retired.id }))?).await?;
        let card = rates::card::create(
            self.tx,
            input(json!({ "name": "Standard rates", "currency": "EUR" }))?,
        )
        .await?;
        for (day, prices) in [(last_year.clone(), first), (this_year, prices)] {
            let version = json!({ "rateCardId": card.id, "startsOn": day, "rates": prices });
            rates::card::version_create(self.tx, input(version)?).await?;
        }
        self.costs(&last_year).await?;
        self.worth(&self.day(-1)).await?;
        self.books().await
    }

    /// What a euro was worth on a day.
    async fn worth(&self, day: &str) -> Result<()> {
        for (currency, worth) in WORTH {
            let rate = json!({ "fromCurrency": "EUR", "toCurrency": currency, "onDate": day, "rate": worth, "source": "Demo" });
            rates::fx::set(self.tx, input(rate)?).await?;
        }
        Ok(())
    }

    /// What the agency as a whole cost in a quarter: three people of nine work for the agency itself.
    async fn overhead(&self, from: NaiveDate, until: NaiveDate) -> Result<()> {
        let euros = |amount: &str| json!({ "amount": amount, "currency": "EUR" });
        let period = json!({
            "startsOn": from.to_string(), "endsOn": until.to_string(), "facilityCost": euros("27300"),
            "internalLabourCost": euros("64890.50"), "totalMinutes": 240_000, "clientMinutes": 171_600,
        });
        overhead::create(self.tx, input(period)?).await?;
        Ok(())
    }

    async fn costs(&self, since: &str) -> Result<()> {
        for ((account, ..), cost) in ACCOUNTS.into_iter().zip(COSTS) {
            let Some(member) = self.member(account) else {
                continue;
            };
            let basis = if account == "freelancer" {
                "CONTRACT"
            } else {
                "SALARY_LOADED"
            };
            let rate = json!({ "memberId": member, "startsOn": since, "perHour": { "amount": cost, "currency": "EUR" }, "basis": basis });
            rates::cost_rate::create(self.tx, input(rate)?).await?;
        }
        Ok(())
    }

    /// The books of the quarter before last are closed, those of the last are open.
    async fn books(&self) -> Result<()> {
        let today = self.tx.today();
        let this_quarter = first_of_quarter(today);
        let last = first_of_quarter(day_before(this_quarter));
        let before = first_of_quarter(day_before(last));
        for (from, until) in [(before, last), (last, this_quarter)] {
            self.worth(&day_before(until).to_string()).await?;
            self.overhead(from, day_before(until)).await?;
            let period = json!({ "startsOn": from.to_string(), "endsOn": day_before(until).to_string() });
            let period = rates::period::create(self.tx, input(period)?).await?;
            if from == before {
                let close = json!({ "id": period.id, "expectedVersion": period.version });
                rates::period::close(self.tx, input(close)?).await?;
            }
        }
        Ok(())
    }
}

fn first_of_quarter(day: NaiveDate) -> NaiveDate {
    let month = day.month0() / 3 * 3 + 1;
    NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day)
}
