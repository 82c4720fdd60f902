//! Who may sign in, and for how long.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::duration;

/// Who may sign in, and for how long.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AuthSettings {
    /// Who may make a new agency by `signUp`.
    pub sign_up: SignUp,
    /// Name of this service in its tokens; a token of another issuer is refused.
    pub issuer: String,
    /// Whom its tokens are for; a token for another audience is refused.
    pub audience: String,
    /// How long an access token is valid.
    #[serde(with = "duration")]
    pub access_lifetime: Duration,
    /// By how much other clocks may differ from ours.
    #[serde(with = "duration")]
    pub leeway: Duration,
    /// A session ends when its refresh token stays unused for so long.
    #[serde(with = "duration")]
    pub refresh_idle: Duration,
    /// A session ends at this age.
    #[serde(with = "duration")]
    pub refresh_absolute: Duration,
    /// The same as `refresh_idle`, for people of clients.
    #[serde(with = "duration")]
    pub portal_refresh_idle: Duration,
    /// The same as `refresh_absolute`, for people of clients.
    #[serde(with = "duration")]
    pub portal_refresh_absolute: Duration,
    /// How long a link to reset a password is valid.
    #[serde(with = "duration")]
    pub reset_lifetime: Duration,
    /// How long an invitation is valid.
    #[serde(with = "duration")]
    pub invitation_lifetime: Duration,
    /// A new signing key takes the place of the old one at this age.
    #[serde(with = "duration")]
    pub key_rotation: Duration,
    /// What a password must be.
    pub password: PasswordSettings,
    /// How many guesses are allowed.
    pub throttle: ThrottleSettings,
}

/// Who may make a new agency by `signUp`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SignUp {
    /// Everybody.
    Open,
    /// Nobody.
    Closed,
}

/// What a password must be.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordSettings {
    /// The fewest characters of a password.
    pub minimum: usize,
    /// The fewest characters of an owner's password.
    pub owner_minimum: usize,
    /// The most characters of a password.
    pub maximum: usize,
}

/// How many failed sign-ins are let through before the next one has to wait.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ThrottleSettings {
    /// Failures of one place at one account that need no wait; then the wait doubles.
    pub free_failures: u16,
    /// The longest of those waits.
    #[serde(with = "duration")]
    pub longest_wait: Duration,
    /// Failures at one account in any minute, from all places where its owner was never seen.
    pub per_account_minute: u16,
    /// The same in any day.
    pub per_account_day: u16,
    /// Failures of one place in any minute, at all accounts.
    pub per_place_minute: u16,
    /// Mails that one account is sent on demand in any day.
    pub mails_per_account_day: u16,
    /// How long a place counts as known after a success.
    #[serde(with = "duration")]
    pub known_for: Duration,
}
