//! What it takes to make and change a record: plain structs and their checks.

mod milestone;
mod phase;
mod project;
mod project_member;
mod task;

pub use milestone::{
    MilestoneArchiveInput, MilestoneCommitmentMoveInput, MilestoneCreateInput, MilestoneTransitionInput,
    MilestoneUpdateInput,
};
pub use phase::{PhaseArchiveInput, PhaseCreateInput, PhaseTransitionInput, PhaseUpdateInput};
pub use project::{ProjectArchiveInput, ProjectCreateInput, ProjectTransitionInput, ProjectUpdateInput};
pub use project_member::{ProjectMemberAddInput, ProjectMemberRemoveInput, ProjectMemberUpdateInput};
pub use task::{TaskArchiveInput, TaskCreateInput, TaskTransitionInput, TaskUpdateInput};

use entity::value::Date;

use crate::kernel::{check::Checks, error::UserError};

/// A whole in hundredths of a percent.
pub(super) const WHOLE_BPS: i32 = 10_000;
/// The longest work that is planned, in minutes: a hundred years of one person.
const MOST_MINUTES: i32 = 12_000_000;

/// The first day is not after the last, where both are known.
fn days_in_order(checks: &mut Checks, from: Option<Date>, to: Option<Date>, at: &str) {
    if let Err(error) = in_order(from.map(Into::into), to.map(Into::into), at) {
        checks.fault(error);
    }
}

/// Refuses a last day before the first.
pub(super) fn in_order(
    from: Option<chrono::NaiveDate>,
    to: Option<chrono::NaiveDate>,
    at: &str,
) -> Result<(), UserError> {
    match from.zip(to) {
        Some((from, to)) if to < from => Err(UserError::invalid(
            &format!("input.{at}"),
            say!("this day is before the first one"),
        )),
        _ => Ok(()),
    }
}
