//! What an hour carries of what the agency as a whole costs: facilities over all hours, work for the agency itself over the hours
//! for clients (as Productive does, help.productive.io).

use entity::{
    overhead_period,
    value::{CurrencyCode, exact::divide},
};

/// What some months cost, and the minutes that carry it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    facility: i128,
    internal: i128,
    total_minutes: i128,
    client_minutes: i128,
}

/// What an hour carries, in millionths of the currency's unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hourly {
    /// Of the facilities: every hour.
    pub facility: i64,
    /// Of work for the agency itself: an hour for clients.
    pub internal: i64,
    /// Of both: an hour for clients.
    pub both: i64,
}

impl Rates {
    /// Costs in minor units; no minutes are zero.
    #[must_use]
    pub fn new(facility: i64, internal: i64, total_minutes: i32, client_minutes: i32) -> Self {
        Self {
            facility: facility.into(),
            internal: internal.into(),
            total_minutes: total_minutes.into(),
            client_minutes: client_minutes.into(),
        }
    }

    /// What so many minutes for clients carry, in minor units: rounded once. None when it is out of all proportion.
    #[must_use]
    pub fn share(self, minutes: i64) -> Option<i128> {
        let of_facility = self.facility.checked_mul(self.client_minutes)?;
        let of_internal = self.internal.checked_mul(self.total_minutes)?;
        let product = of_facility
            .checked_add(of_internal)?
            .checked_mul(minutes.into())?;
        divide(product, self.total_minutes.checked_mul(self.client_minutes)?)
    }
}

impl From<&overhead_period::Model> for Rates {
    fn from(period: &overhead_period::Model) -> Self {
        Self::new(
            period.facility_minor,
            period.internal_labour_minor,
            period.total_minutes,
            period.client_minutes,
        )
    }
}

/// What an hour carries. None when it does not fit.
#[must_use]
pub fn hourly(rates: Rates, currency: CurrencyCode) -> Option<Hourly> {
    let unit = 10_i128.checked_pow(currency.decimals())?;
    let micro_hours = 60_i128 * 1_000_000;
    let hour = |cost: i128, minutes: i128| {
        let per_hour = divide(cost.checked_mul(micro_hours)?, minutes.checked_mul(unit)?)?;
        i64::try_from(per_hour).ok()
    };
    let Rates {
        facility,
        internal,
        total_minutes,
        client_minutes,
    } = rates;
    let both = facility
        .checked_mul(client_minutes)?
        .checked_add(internal.checked_mul(total_minutes)?)?;
    Some(Hourly {
        facility: hour(facility, total_minutes)?,
        internal: hour(internal, client_minutes)?,
        both: hour(both, total_minutes.checked_mul(client_minutes)?)?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn eur() -> CurrencyCode {
        CurrencyCode::read("EUR").expect("a currency")
    }

    /// Case O1 of Productive's page on overhead (help.productive.io 6839043): an hour that costs 100 costs 109.43 in work for the
    /// agency itself, and 139.50 in work for a client.
    #[test]
    fn an_hour_for_clients_carries_both_and_one_for_the_agency_only_the_facilities() {
        let rates = Rates::new(94_300, 180_420, 6_000, 3_600);

        let hourly = hourly(rates, eur()).expect("rates");

        assert_eq!(100_000_000 + hourly.facility, 109_430_000);
        assert_eq!(100_000_000 + hourly.both, 139_500_000);
        assert_eq!(rates.share(60), Some(3_950));
    }

    proptest! {
        /// All hours together carry what there is to carry, within half a minor unit for each share that was rounded.
        #[test]
        fn what_is_carried_adds_up(
            internal in 0_i64..1_000_000_000,
            shares in prop::collection::vec(1_i32..10_000, 1..20),
        ) {
            let minutes: i32 = shares.iter().sum();
            let rates = Rates::new(0, internal, minutes, minutes);

            let carried: i128 = shares.iter().filter_map(|share| rates.share(i64::from(*share))).sum();

            let off = (carried - i128::from(internal)).abs() * 2;
            prop_assert!(off <= i128::try_from(shares.len()).expect("a number"));
        }

        /// The same minutes taken back carry the same less.
        #[test]
        fn a_reversal_carries_what_its_entry_carried(facility in 0_i64..1_000_000_000, minutes in 0_i64..1_000_000) {
            let rates = Rates::new(facility, facility, 9_999, 7_777);

            prop_assert_eq!(rates.share(-minutes), rates.share(minutes).map(|share| -share));
        }
    }
}
