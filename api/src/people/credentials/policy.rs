//! What the settings say of credentials, in the form in which it is applied.

use std::time::Duration;

use chrono::TimeDelta;

use super::{
    keys::schedule::Rotation,
    one_time::LinkPolicy,
    session::{Lifetimes, SessionPolicy},
    strength::Lengths,
    throttle::limits::Limits,
    token::TokenPolicy,
};
use crate::config::{AuthSettings, PasswordSettings, ThrottleSettings};

/// Everything that a host decides about credentials.
#[derive(Debug, Clone)]
pub struct Policies {
    /// Of access tokens.
    pub tokens: TokenPolicy,
    /// Of sessions.
    pub sessions: SessionPolicy,
    /// Of links that work once.
    pub links: LinkPolicy,
    /// Of signing keys.
    pub rotation: Rotation,
    /// Of passwords.
    pub lengths: Lengths,
    /// Of guessing.
    pub limits: Limits,
}

impl From<&AuthSettings> for Policies {
    fn from(settings: &AuthSettings) -> Self {
        let tokens = TokenPolicy {
            issuer: settings.issuer.clone(),
            audience: settings.audience.clone(),
            lifetime: span(settings.access_lifetime),
            leeway: span(settings.leeway),
        };
        let usual = Rotation::default();
        // A key stays as long as the last token that it signed, and five minutes.
        let retention = tokens.lifetime + tokens.leeway + TimeDelta::minutes(5);
        let rotation = Rotation {
            period: span(settings.key_rotation).max(usual.lead),
            retention,
            ..usual
        };
        let lifetimes = |idle, absolute| Lifetimes {
            idle: span(idle),
            absolute: span(absolute),
        };
        let sessions = SessionPolicy {
            staff: lifetimes(settings.refresh_idle, settings.refresh_absolute),
            portal: lifetimes(settings.portal_refresh_idle, settings.portal_refresh_absolute),
        };
        let links = LinkPolicy {
            reset: span(settings.reset_lifetime),
            invitation: span(settings.invitation_lifetime),
        };
        let PasswordSettings {
            minimum,
            owner_minimum,
            maximum,
        } = settings.password;
        let lengths = Lengths {
            least: minimum,
            least_for_owners: owner_minimum,
            most: maximum,
        };
        Self {
            tokens,
            sessions,
            links,
            rotation,
            lengths,
            limits: limits(&settings.throttle),
        }
    }
}

fn limits(settings: &ThrottleSettings) -> Limits {
    let ThrottleSettings {
        free_failures,
        longest_wait,
        per_account_minute,
        per_account_day,
        per_place_minute,
        mails_per_account_day,
        known_for,
    } = *settings;
    Limits {
        free_failures: free_failures.into(),
        longest_wait: span(longest_wait),
        per_account_minute: per_account_minute.into(),
        per_account_day: per_account_day.into(),
        per_place_minute: per_place_minute.into(),
        mails_per_account_day: mails_per_account_day.into(),
        known_for: span(known_for),
    }
}

/// A century is as good as for ever, and can be added to any moment.
fn span(duration: Duration) -> TimeDelta {
    let century = TimeDelta::days(36_500);
    TimeDelta::from_std(duration).map_or(century, |span| span.min(century))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    #[test]
    fn the_documented_defaults_are_those_of_the_code() {
        let policies = Policies::from(&Settings::standard().unwrap().auth);

        assert_eq!(policies.sessions, SessionPolicy::default());
        assert_eq!(policies.links, LinkPolicy::default());
        assert_eq!(policies.rotation, Rotation::default());
        assert_eq!(policies.lengths, Lengths::default());
        assert_eq!(policies.limits, Limits::default());
        assert_eq!(policies.tokens, TokenPolicy::default());
    }
}
