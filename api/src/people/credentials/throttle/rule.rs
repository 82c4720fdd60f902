//! How fast something may fail: plain arithmetic on one counter.

use chrono::{DateTime, TimeDelta, Utc};

/// A counter of failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counter {
    /// Failures in a row, of those that a delay counts.
    pub failures: i32,
    /// When the counter has run empty (a rate), or when the next try is free (a delay).
    pub due_at: DateTime<Utc>,
    /// When a try last succeeded.
    pub succeeded_at: Option<DateTime<Utc>>,
}

impl Counter {
    /// Nothing has happened yet.
    pub const fn empty(now: DateTime<Utc>) -> Self {
        Self {
            failures: 0,
            due_at: now,
            succeeded_at: None,
        }
    }
}

/// How many failures are let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// At most so many in any span of this length: half of them at once, the other half evenly over the span.
    Rate {
        /// So many.
        most: i32,
        /// In any span of this length.
        span: TimeDelta,
    },
    /// At most so many in any span of this length, all at once if need be; then none until a whole span was quiet.
    Streak {
        /// So many.
        most: i32,
        /// In any span of this length.
        span: TimeDelta,
    },
    /// So many in a row without a wait; then each waits twice as long as the one before.
    Delay {
        /// How many are free.
        free: i32,
        /// The first wait.
        first: TimeDelta,
        /// The longest wait: nobody is ever locked out for good.
        longest: TimeDelta,
        /// After so much quiet the counting starts again.
        memory: TimeDelta,
    },
}

impl Rule {
    /// When the next try is free; `now` or earlier means at once.
    pub fn free_at(&self, counter: &Counter) -> DateTime<Utc> {
        match *self {
            Self::Rate { most, span } => counter.due_at - step(most, span) * (half(most) - 1),
            Self::Streak { most, span } if counter.failures < most => counter.due_at - span,
            Self::Streak { .. } | Self::Delay { .. } => counter.due_at,
        }
    }

    /// The counter after a failure at `now`.
    pub fn after_failure(&self, counter: &Counter, now: DateTime<Utc>) -> Counter {
        match *self {
            Self::Rate { most, span } => {
                let filled = counter.due_at.max(now) + step(most, span);
                Counter {
                    due_at: filled.min(now + span),
                    ..*counter
                }
            }
            Self::Streak { most: _, span } => {
                let is_over = counter.due_at <= now;
                let failures = if is_over {
                    1
                } else {
                    counter.failures.saturating_add(1)
                };
                Counter {
                    failures,
                    due_at: now + span,
                    ..*counter
                }
            }
            Self::Delay {
                free,
                first,
                longest,
                memory,
            } => {
                let is_forgotten = counter.due_at + memory < now;
                let failures = if is_forgotten {
                    1
                } else {
                    counter.failures.saturating_add(1)
                };
                let wait = if failures < free {
                    TimeDelta::zero()
                } else {
                    doubled(first, failures - free, longest)
                };
                Counter {
                    failures,
                    due_at: now + wait,
                    ..*counter
                }
            }
        }
    }

    /// The counter after a success at `now`.
    pub fn after_success(&self, counter: &Counter, now: DateTime<Utc>) -> Counter {
        match self {
            Self::Rate { .. } | Self::Streak { .. } => *counter,
            Self::Delay { .. } => Counter {
                failures: 0,
                due_at: now,
                succeeded_at: Some(now),
            },
        }
    }
}

fn half(most: i32) -> i32 {
    (most / 2).max(1)
}

fn step(most: i32, span: TimeDelta) -> TimeDelta {
    span / half(most)
}

fn doubled(first: TimeDelta, times: i32, longest: TimeDelta) -> TimeDelta {
    let factor = u32::try_from(times)
        .ok()
        .and_then(|times| 1_i32.checked_shl(times))
        .filter(|factor| *factor > 0);
    factor
        .and_then(|factor| first.checked_mul(factor))
        .map_or(longest, |wait| wait.min(longest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MINUTE: TimeDelta = TimeDelta::minutes(1);
    const RATE: Rule = Rule::Rate {
        most: 10,
        span: MINUTE,
    };
    const STREAK: Rule = Rule::Streak {
        most: 10,
        span: MINUTE,
    };
    const DELAY: Rule = Rule::Delay {
        free: 5,
        first: TimeDelta::seconds(1),
        longest: TimeDelta::minutes(15),
        memory: TimeDelta::hours(6),
    };

    fn start() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    /// Tries at these moments; those that were let through.
    fn let_through(rule: Rule, moments: impl IntoIterator<Item = DateTime<Utc>>) -> Vec<DateTime<Utc>> {
        let mut counter = Counter::empty(start());
        let mut passed = Vec::new();
        for now in moments {
            if rule.free_at(&counter) <= now {
                counter = rule.after_failure(&counter, now);
                passed.push(now);
            }
        }
        passed
    }

    fn most_within(span: TimeDelta, moments: &[DateTime<Utc>]) -> usize {
        let from = |first: &DateTime<Utc>| {
            moments
                .iter()
                .filter(|at| *first <= **at && **at < *first + span)
                .count()
        };
        moments.iter().map(from).max().unwrap_or(0)
    }

    #[test]
    fn waits_double_from_one_second_to_fifteen_minutes() {
        let mut counter = Counter::empty(start());
        let mut now = start();
        let mut waits = Vec::new();

        for _ in 0..17 {
            counter = DELAY.after_failure(&counter, now);
            waits.push((counter.due_at - now).num_seconds());
            now = counter.due_at;
        }

        assert_eq!(
            waits,
            [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]
        );
    }

    #[test]
    fn a_streak_may_be_a_burst_and_ends_with_a_quiet_span() {
        let burst = let_through(STREAK, [0; 20].map(|_| start()));
        let after = let_through(
            STREAK,
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 64, 65].map(|second| start() + TimeDelta::seconds(second)),
        );

        assert_eq!(burst.len(), 10);
        assert_eq!(after.len(), 11);
    }

    #[test]
    fn one_place_has_ten_guesses_in_the_first_minute() {
        let passed = let_through(
            DELAY,
            (0..60_000).map(|tick| start() + TimeDelta::milliseconds(tick)),
        );

        assert_eq!(passed.len(), 10);
    }

    #[test]
    fn a_success_or_six_quiet_hours_end_the_waits() {
        let tired = (0..12).fold(Counter::empty(start()), |counter, _| {
            DELAY.after_failure(&counter, start())
        });

        let after_success = DELAY.after_success(&tired, start());
        let rested = DELAY.after_failure(&tired, tired.due_at + TimeDelta::hours(6) + TimeDelta::seconds(1));

        assert_eq!(
            (after_success.failures, after_success.succeeded_at),
            (0, Some(start()))
        );
        assert_eq!(rested.failures, 1);
    }

    #[test]
    fn very_many_failures_do_not_overflow() {
        let counter = Counter {
            failures: i32::MAX,
            ..Counter::empty(start())
        };

        let after = DELAY.after_failure(&counter, start());

        assert_eq!(after.due_at, start() + TimeDelta::minutes(15));
    }

    proptest! {
        #[test]
        fn no_minute_has_more_than_its_rate(pauses in prop::collection::vec(0_i64..20_000, 1..400)) {
            let moments = pauses.into_iter().scan(start(), |now, pause| {
                *now += TimeDelta::milliseconds(pause);
                Some(*now)
            });

            let moments: Vec<_> = moments.collect();

            for rule in [RATE, STREAK] {
                let passed = let_through(rule, moments.iter().copied());
                prop_assert!(most_within(MINUTE, &passed) <= 10);
            }
        }

        #[test]
        fn who_waits_is_let_through(pauses in prop::collection::vec(0_i64..20_000, 1..200), rule in prop::sample::select(vec![RATE, STREAK, DELAY])) {
            let mut counter = Counter::empty(start());
            let mut now = start();

            for pause in pauses {
                now += TimeDelta::milliseconds(pause);
                counter = rule.after_failure(&counter, now);
                prop_assert!(rule.free_at(&counter) <= now + TimeDelta::minutes(15));
            }
        }
    }
}
