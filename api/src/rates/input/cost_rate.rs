use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    cost_rate::{self, CostBasis},
    membership,
    value::{Date, Id, UnitPriceInput},
};

use super::per_hour;
use crate::kernel::{
    check::Checks,
    error::{Result, UserError},
};

/// What an hour of a person costs, from a day on.
#[derive(Clone, Debug, InputObject)]
pub struct CostRateCreateInput {
    /// The person.
    pub member_id: Id<membership::Entity>,
    /// The first day. A rate of the person that began earlier and has no end ends the day before.
    pub starts_on: Date,
    /// The last day; none when left out.
    pub ends_on: Option<Date>,
    /// What an hour costs.
    pub per_hour: UnitPriceInput,
    /// What it is made of.
    pub basis: CostBasis,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a cost rate. Work that was booked keeps the rate it was booked with. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct CostRateUpdateInput {
    /// Which cost rate.
    pub id: Id<cost_rate::Entity>,
    /// Refuse if the cost rate has another version.
    pub expected_version: Option<i32>,
    /// The last day.
    pub ends_on: MaybeUndefined<Date>,
    /// What an hour costs.
    pub per_hour: MaybeUndefined<UnitPriceInput>,
    /// What it is made of.
    pub basis: MaybeUndefined<CostBasis>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl CostRateCreateInput {
    /// Checks the form of the input.
    pub(in crate::rates) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        per_hour(&mut checks, "perHour", Some(&self.per_hour));
        if self.ends_on.is_some_and(|end| end < self.starts_on) {
            checks.fault(UserError::invalid(
                "input.endsOn",
                say!("this day is before the first one"),
            ));
        }
        checks.done()
    }
}

impl CostRateUpdateInput {
    /// Checks the form of the input.
    pub(in crate::rates) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("perHour", &self.per_hour);
        checks.not_cleared("basis", &self.basis);
        per_hour(&mut checks, "perHour", self.per_hour.value());
        checks.done()
    }
}
