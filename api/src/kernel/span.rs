//! Days that something holds: from a first day on, up to a last one or without an end.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition};

/// The condition that a row holds on one of these days, by the columns of its first and its last day. Without a last day they never
/// end.
#[must_use]
pub fn meets<C: ColumnTrait>([starts, ends]: [C; 2], first: NaiveDate, last: Option<NaiveDate>) -> Condition {
    Condition::all()
        .add_option(last.map(|last| starts.lte(last)))
        .add(Condition::any().add(ends.is_null()).add(ends.gte(first)))
}
