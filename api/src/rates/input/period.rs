use async_graphql::InputObject;
use entity::{
    accounting_period,
    value::{Date, Id},
};

use crate::kernel::{
    check::{Checks, NOTE},
    error::{Result, UserError},
};

/// The accounting period to make.
#[derive(Clone, Debug, InputObject)]
pub struct AccountingPeriodCreateInput {
    /// The first day.
    pub starts_on: Date,
    /// The last day.
    pub ends_on: Date,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which accounting period to close. All that begin earlier must be closed; afterwards nothing is booked or changed on its last
/// day or before.
#[derive(Clone, Debug, InputObject)]
pub struct AccountingPeriodCloseInput {
    /// Which period.
    pub id: Id<accounting_period::Entity>,
    /// Refuse if the period has another version.
    pub expected_version: i32,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which accounting period to open again: the last that was closed.
#[derive(Clone, Debug, InputObject)]
pub struct AccountingPeriodReopenInput {
    /// Which period.
    pub id: Id<accounting_period::Entity>,
    /// Refuse if the period has another version.
    pub expected_version: i32,
    /// Why; kept with the state and in the history.
    pub reason: String,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl AccountingPeriodCreateInput {
    /// Checks the form of the input.
    pub(in crate::rates) fn check(&self) -> Result<()> {
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

impl AccountingPeriodReopenInput {
    /// Checks the form of the input.
    pub(in crate::rates) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("reason", &self.reason, NOTE);
        checks.done()
    }
}
