//! What it takes to book and change something: plain structs and their checks.

mod expense;
mod reprice;
mod time_entry;
mod timer;

pub use expense::{ExpenseCreateInput, ExpenseDiscardInput, ExpenseTransitionInput, ExpenseUpdateInput};
pub use reprice::TimeEntriesRepriceInput;
pub use time_entry::{
    TimeEntryCreateInput, TimeEntryDiscardInput, TimeEntryTransitionInput, TimeEntryUpdateInput,
};
pub use timer::{TimerDiscardInput, TimerStartInput, TimerStopInput};

use async_graphql::MaybeUndefined;
use entity::{time_entry::BookingStatus, value::UnitPriceInput};

use crate::kernel::{
    check::{Checks, NOTE},
    error::{Result, UserError},
};

/// The longest category.
pub(super) const CATEGORY: usize = 64;
/// Minutes of a day.
pub(super) const DAY: i32 = 1_440;

/// A price for the hour that is not negative and fits.
fn per_hour(checks: &mut Checks, field: &str, price: &MaybeUndefined<UnitPriceInput>) {
    let path = format!("input.{field}.amount");
    match price.value().map(UnitPriceInput::micro) {
        Some(Ok(micro)) if micro < 0 => {
            checks.fault(UserError::invalid(&path, say!("the amount is negative")));
        }
        Some(Err(error)) => checks.fault(UserError::invalid(&path, error)),
        Some(Ok(_)) | None => {}
    }
}

/// A reason, which a rejection needs.
fn step(to: BookingStatus, reason: Option<&String>) -> Result<()> {
    let mut checks = Checks::new();
    match (reason, to) {
        (None, BookingStatus::Rejected) => checks.fault(UserError::required("input.reason")),
        (reason, _) => checks.opt_text("reason", reason, NOTE),
    }
    checks.done()
}
