//! The numbers that a host may change.

use chrono::TimeDelta;

/// How many failures are let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Failures of one place at one account that need no wait; then the wait doubles.
    pub free_failures: i32,
    /// The longest of those waits.
    pub longest_wait: TimeDelta,
    /// Failures at one account in any minute, from all places where its owner was never seen.
    pub per_account_minute: i32,
    /// The same in any day.
    pub per_account_day: i32,
    /// Failures of one place in any minute, at all accounts.
    pub per_place_minute: i32,
    /// Mails that one account is sent on demand in any day.
    pub mails_per_account_day: i32,
    /// How long a place counts as known after a success.
    pub known_for: TimeDelta,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            free_failures: 5,
            longest_wait: TimeDelta::minutes(15),
            per_account_minute: 10,
            per_account_day: 100,
            per_place_minute: 50,
            mails_per_account_day: 10,
            known_for: TimeDelta::days(90),
        }
    }
}
