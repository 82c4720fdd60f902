//! The rules.

use entity::project::ProjectStatus;

/// The states that a project can go to.
#[must_use]
#[expect(clippy::match_same_arms, reason = "a table is read line by line")]
pub const fn next(status: ProjectStatus) -> &'static [ProjectStatus] {
    use ProjectStatus::{Active, Cancelled, Closed, Delivered, OnHold, Planned};
    match status {
        Planned => &[Active, Cancelled],
        Active => &[OnHold, Delivered, Cancelled],
        OnHold => &[Active, Cancelled],
        Delivered => &[Closed, Cancelled],
        Closed | Cancelled => &[],
    }
}
