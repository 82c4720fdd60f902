//! Inputs and the checks of their form.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    overhead_period,
    value::{Date, Id, MoneyInput},
};

use crate::kernel::{
    check::Checks,
    error::{Result, UserError},
};

/// What the agency as a whole cost in some whole months.
#[derive(Clone, Debug, InputObject)]
pub struct OverheadPeriodCreateInput {
    /// The first day of a month, in the agency's calendar.
    pub starts_on: Date,
    /// The last day of a month.
    pub ends_on: Date,
    /// What rooms, tools and the like cost.
    pub facility_cost: MoneyInput,
    /// What work for the agency itself cost, in the same currency.
    pub internal_labour_cost: MoneyInput,
    /// All minutes that were worked: at least one.
    pub total_minutes: i32,
    /// Those of them that were worked for clients: at least one.
    pub client_minutes: i32,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Changes of what the agency as a whole cost. Fields that are left out stay as they are.
#[derive(Clone, Debug, InputObject)]
pub struct OverheadPeriodUpdateInput {
    /// Which period.
    pub id: Id<overhead_period::Entity>,
    /// Refuse if the period has another version.
    pub expected_version: i32,
    /// What rooms, tools and the like cost.
    pub facility_cost: MaybeUndefined<MoneyInput>,
    /// What work for the agency itself cost.
    pub internal_labour_cost: MaybeUndefined<MoneyInput>,
    /// All minutes that were worked.
    pub total_minutes: MaybeUndefined<i32>,
    /// Those of them that were worked for clients.
    pub client_minutes: MaybeUndefined<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which period to lock: it is not changed any more.
#[derive(Clone, Debug, InputObject)]
pub struct OverheadPeriodLockInput {
    /// Which period.
    pub id: Id<overhead_period::Entity>,
    /// Refuse if the period has another version.
    pub expected_version: i32,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl OverheadPeriodCreateInput {
    /// Checks the form of the input.
    pub(in crate::profit) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        if self.ends_on < self.starts_on {
            checks.fault(UserError::invalid(
                "input.endsOn",
                say!("this day is before the first one"),
            ));
        }
        checks.done()
    }
}
