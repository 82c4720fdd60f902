//! What callers may spend: a bucket each, which refills all the time.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use async_graphql::value;
use axum::http::{HeaderName, HeaderValue};
use moka::sync::Cache;
use uuid::Uuid;

use crate::http::{address::Prefix, answer::Answer, service::BudgetState, settings::Budget};

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// Whose budget it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum BudgetKey {
    /// A user's or an API key's.
    User(Uuid),
    /// Of all who come from an address without a token.
    Anonymous(Prefix),
}

/// The budgets of this node. They are kept in memory, and forgotten once they are full again.
#[derive(Debug)]
pub(super) struct Budgets {
    settings: Budget,
    buckets: Cache<BudgetKey, Arc<Mutex<Bucket>>>,
}

#[derive(Debug)]
struct Bucket {
    /// Thousandths of points that are spent.
    spent: u64,
    at: Instant,
}

/// There is not enough left: come back after so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exhausted {
    /// Seconds until there is enough.
    pub retry_after: u64,
    /// The budget as it is.
    pub state: BudgetState,
}

impl Budgets {
    /// Full budgets for everyone.
    pub(super) fn new(settings: &Budget) -> Self {
        let buckets = Cache::builder()
            .max_capacity(settings.callers)
            .time_to_idle(Duration::from_secs(window(settings) + 1))
            .build();
        Self {
            settings: settings.clone(),
            buckets,
        }
    }

    /// Takes `cost` out of a budget, or nothing when it is not there.
    pub(super) fn spend(&self, key: BudgetKey, cost: u64, now: Instant) -> Result<BudgetState, Exhausted> {
        let Budget {
            enabled,
            points,
            restore_per_second,
            callers: _,
        } = self.settings;
        if !enabled {
            return Ok(self.state(0));
        }
        let bucket = self
            .buckets
            .get_with(key, || Arc::new(Mutex::new(Bucket { spent: 0, at: now })));
        let mut bucket = bucket.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = u64::try_from(now.saturating_duration_since(bucket.at).as_millis()).unwrap_or(u64::MAX);
        let spent = bucket
            .spent
            .saturating_sub(passed.saturating_mul(restore_per_second));
        bucket.at = now;
        bucket.spent = spent;
        let wanted = spent.saturating_add(cost.saturating_mul(1_000));
        let excess = wanted.saturating_sub(points.saturating_mul(1_000));
        if excess > 0 {
            return Err(Exhausted {
                retry_after: excess
                    .div_ceil(restore_per_second.max(1).saturating_mul(1_000))
                    .max(1),
                state: self.state(spent),
            });
        }
        bucket.spent = wanted;
        Ok(self.state(wanted))
    }

    /// Puts cost and budget into an answer.
    pub(super) fn tell(&self, cost: u64, state: BudgetState, answer: &mut Answer) {
        let told = value!({
            "requested": cost,
            "maximum": state.limit,
            "remaining": state.remaining,
            "restoreRate": state.restore_rate,
        });
        answer.extensions.insert("cost".to_owned(), told);
        if !self.settings.enabled {
            return;
        }
        let missing = state.limit.saturating_sub(state.remaining);
        let full_in = missing.div_ceil(self.settings.restore_per_second.max(1));
        let policy = format!("\"default\";q={};w={}", state.limit, window(&self.settings));
        let limit = format!("\"default\";r={};t={full_in}", state.remaining);
        for (name, text) in [(POLICY, policy), (LIMIT, limit)] {
            if let Ok(value) = HeaderValue::try_from(text) {
                answer.headers.insert(name, value);
            }
        }
    }

    /// A budget of which nothing is spent.
    pub(super) fn full(&self) -> BudgetState {
        self.state(0)
    }

    fn state(&self, spent: u64) -> BudgetState {
        BudgetState {
            limit: self.settings.points,
            remaining: self.settings.points.saturating_sub(spent.div_ceil(1_000)),
            restore_rate: self.settings.restore_per_second,
        }
    }
}

/// Seconds after which an empty budget is full.
fn window(settings: &Budget) -> u64 {
    settings.points.div_ceil(settings.restore_per_second.max(1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: BudgetKey = BudgetKey::User(Uuid::from_u128(1));
    const OTHER: BudgetKey = BudgetKey::User(Uuid::from_u128(2));

    fn budgets() -> Budgets {
        Budgets::new(&Budget::default())
    }

    #[test]
    fn spending_lowers_the_budget_and_time_restores_it() {
        let budgets = budgets();
        let now = Instant::now();

        assert_eq!(budgets.spend(KEY, 1_650, now).unwrap().remaining, 18_350);
        assert_eq!(
            budgets
                .spend(KEY, 0, now + Duration::from_secs(2))
                .unwrap()
                .remaining,
            18_950
        );
        assert_eq!(
            budgets
                .spend(KEY, 0, now + Duration::from_mins(10))
                .unwrap()
                .remaining,
            20_000
        );
    }

    #[test]
    fn what_is_not_there_is_not_spent_and_the_wait_is_told() {
        let budgets = budgets();
        let now = Instant::now();
        for _ in 0..4 {
            budgets.spend(KEY, 5_000, now).unwrap();
        }

        let refused = budgets.spend(KEY, 5_000, now).unwrap_err();

        assert_eq!(refused.retry_after, 17);
        assert_eq!(refused.state.remaining, 0);
        assert!(budgets.spend(KEY, 5_000, now + Duration::from_secs(16)).is_err());
        assert!(budgets.spend(KEY, 5_000, now + Duration::from_secs(17)).is_ok());
    }

    #[test]
    fn budgets_of_others_are_untouched() {
        let budgets = budgets();
        let now = Instant::now();

        budgets.spend(KEY, 20_000, now).unwrap();

        assert_eq!(budgets.spend(OTHER, 1, now).unwrap().remaining, 19_999);
    }

    #[test]
    fn a_budget_that_is_switched_off_is_always_full() {
        let budgets = Budgets::new(&Budget {
            enabled: false,
            ..Budget::default()
        });

        let state = budgets.spend(KEY, u64::MAX, Instant::now()).unwrap();

        assert_eq!(state.remaining, 20_000);
    }

    proptest! {
        #[test]
        fn nobody_spends_more_than_a_full_budget_and_what_came_back(
            steps in prop::collection::vec((0..6_000_u64, 0..5_000_u64), 1..200)
        ) {
            let budgets = budgets();
            let start = Instant::now();
            let (mut now, mut spent) = (start, 0);
            for (cost, wait) in steps {
                now += Duration::from_millis(wait);
                if budgets.spend(KEY, cost, now).is_ok() {
                    spent += cost;
                }
            }

            let passed = u64::try_from((now - start).as_millis()).unwrap();
            prop_assert!(spent * 1_000 <= 20_000_000 + passed * 300);
        }
    }
}
