//! The one place that knows what time it is.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// Tells the time, in UTC and whole microseconds: what both databases keep and give back unchanged.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> DateTime<Utc>;
}

/// The time of the machine.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }
}

/// A clock that stands still until it is moved by hand, so that tests and demo data know what time it is.
#[derive(Debug)]
pub struct StillClock {
    microseconds: AtomicI64,
}

impl StillClock {
    /// A clock that shows `moment`.
    pub const fn at(moment: DateTime<Utc>) -> Self {
        Self {
            microseconds: AtomicI64::new(moment.timestamp_micros()),
        }
    }

    /// Moves the hands by `span`, forwards or, with a negative span, backwards.
    pub fn advance(&self, span: TimeDelta) {
        let microseconds = span.num_microseconds().unwrap_or(i64::MAX);
        self.microseconds.fetch_add(microseconds, Ordering::SeqCst);
    }

    /// Puts the hands on `moment`.
    pub fn set(&self, moment: DateTime<Utc>) {
        self.microseconds
            .store(moment.timestamp_micros(), Ordering::SeqCst);
    }
}

impl Clock for StillClock {
    fn now(&self) -> DateTime<Utc> {
        let microseconds = self.microseconds.load(Ordering::SeqCst);
        DateTime::from_timestamp_micros(microseconds).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_clock_shows_whole_microseconds() {
        let now = SystemClock.now();

        assert_eq!(now.timestamp_subsec_nanos() % 1_000, 0);
    }

    #[test]
    fn a_still_clock_moves_only_by_hand() {
        let start = DateTime::from_timestamp_micros(1_800_000_000_000_001).unwrap();
        let clock = StillClock::at(start);

        clock.advance(TimeDelta::minutes(15));
        clock.advance(TimeDelta::seconds(-1));

        assert_eq!(clock.now(), start + TimeDelta::seconds(899));
        assert_eq!(clock.now(), clock.now());
    }
}
