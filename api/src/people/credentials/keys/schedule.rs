//! When a key is published, signs, and goes: a function of its times alone.

use chrono::{DateTime, TimeDelta, Utc};

/// How keys follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    /// How long a key signs.
    pub period: TimeDelta,
    /// How long it is published before it signs, so that all who check tokens know it by then.
    pub lead: TimeDelta,
    /// How long it is kept after its last signature: as long as a token lives, and a little more.
    pub retention: TimeDelta,
}

impl Default for Rotation {
    /// Ninety days, published a day before, kept for a token's fifteen minutes, their leeway and five minutes.
    fn default() -> Self {
        Self {
            period: TimeDelta::days(90),
            lead: TimeDelta::hours(24),
            retention: TimeDelta::seconds(900 + 30 + 300),
        }
    }
}

/// The times of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// Counts up from key to key.
    pub generation: i32,
    /// When it was made known.
    pub published_at: DateTime<Utc>,
    /// From when on it signs, until a later one does.
    pub signs_from: DateTime<Utc>,
    /// Since when nothing that it signed is valid.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// What is to be done with the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Make a key of this generation that signs from then on.
    Add {
        /// The generation after the newest.
        generation: i32,
        /// When it begins to sign.
        signs_from: DateTime<Utc>,
    },
    /// Forget a key whose last signature is no longer valid.
    Remove {
        /// Which one.
        generation: i32,
    },
}

impl Times {
    /// Whether its time has come by `now`. One that was revoked before that never signed.
    fn has_begun(&self, now: DateTime<Utc>) -> bool {
        self.signs_from <= now
            && self
                .revoked_at
                .is_none_or(|revoked_at| revoked_at > self.signs_from)
    }

    fn order(&self) -> (DateTime<Utc>, i32) {
        (self.signs_from, self.generation)
    }
}

/// The key that signs now: the last whose time has come. When it was revoked there is none: older ones do not
/// come back.
pub fn active(keys: &[Times], now: DateTime<Utc>) -> Option<Times> {
    let last = keys
        .iter()
        .filter(|key| key.has_begun(now))
        .max_by_key(|key| key.order());
    last.filter(|key| key.revoked_at.is_none()).copied()
}

impl Rotation {
    /// What is due now. Doing it and asking again yields nothing more.
    pub fn steps(&self, keys: &[Times], now: DateTime<Utc>) -> Vec<Step> {
        let next = self.next_start(keys, now).map(|signs_from| Step::Add {
            generation: keys.iter().map(|key| key.generation).max().unwrap_or(0) + 1,
            signs_from,
        });
        let spent = keys.iter().filter(|key| self.is_spent(key, keys, now));
        next.into_iter()
            .chain(spent.map(|key| Step::Remove {
                generation: key.generation,
            }))
            .collect()
    }

    /// When the key that is to be made now begins to sign; none when it is too early for another.
    fn next_start(&self, keys: &[Times], now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let Some(active) = active(keys, now) else {
            return Some(now);
        };
        let ends_at = active.signs_from + self.period;
        let has_next = keys
            .iter()
            .any(|key| key.revoked_at.is_none() && key.signs_from > now);
        (!has_next && ends_at - self.lead <= now).then(|| ends_at.max(now + self.lead))
    }

    fn is_spent(&self, key: &Times, keys: &[Times], now: DateTime<Utc>) -> bool {
        let successors = keys
            .iter()
            .filter(|other| other.order() > key.order() && other.has_begun(now));
        let replaced_at = successors.map(|other| other.signs_from).min();
        let ended_at = [key.revoked_at, replaced_at].into_iter().flatten().min();
        ended_at.is_some_and(|ended_at| ended_at + self.retention < now)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ROTATION: fn() -> Rotation = Rotation::default;

    fn start() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn carry_out(keys: &mut Vec<Times>, now: DateTime<Utc>) {
        for step in ROTATION().steps(keys, now) {
            match step {
                Step::Add {
                    generation,
                    signs_from,
                } => {
                    keys.push(Times {
                        generation,
                        published_at: now,
                        signs_from,
                        revoked_at: None,
                    });
                }
                Step::Remove { generation } => keys.retain(|key| key.generation != generation),
            }
        }
    }

    #[test]
    fn the_first_key_signs_at_once() {
        let steps = ROTATION().steps(&[], start());

        assert_eq!(
            steps,
            [Step::Add {
                generation: 1,
                signs_from: start()
            }]
        );
    }

    #[test]
    fn the_next_key_is_published_a_day_before_it_signs() {
        let mut keys = Vec::new();
        carry_out(&mut keys, start());

        carry_out(&mut keys, start() + TimeDelta::days(88));
        assert_eq!(keys.len(), 1);

        let eve = start() + TimeDelta::days(89);
        carry_out(&mut keys, eve);
        assert_eq!(keys.len(), 2);
        assert_eq!(active(&keys, eve).unwrap().generation, 1);
        assert_eq!(active(&keys, eve + TimeDelta::days(1)).unwrap().generation, 2);
    }

    #[test]
    fn a_retired_key_stays_as_long_as_its_last_token() {
        let mut keys = Vec::new();
        carry_out(&mut keys, start());
        carry_out(&mut keys, start() + TimeDelta::days(89));
        let handover = start() + TimeDelta::days(90);

        carry_out(&mut keys, handover + TimeDelta::seconds(1_230));
        assert_eq!(keys.len(), 2);

        carry_out(&mut keys, handover + TimeDelta::seconds(1_231));
        assert_eq!(keys.len(), 1);
    }

    #[test]
    fn a_revoked_key_is_replaced_at_once() {
        let mut keys = Vec::new();
        carry_out(&mut keys, start());
        let alarm = start() + TimeDelta::days(3);
        keys[0].revoked_at = Some(alarm);

        carry_out(&mut keys, alarm);

        assert_eq!(active(&keys, alarm).unwrap().generation, 2);
    }

    proptest! {
        #[test]
        fn there_is_always_one_that_signs_and_none_goes_too_early(
            pauses in prop::collection::vec(0_i64..200 * 86_400, 1..40),
            revocations in prop::collection::vec(prop::bool::weighted(0.1), 40),
        ) {
            let mut keys: Vec<Times> = Vec::new();
            let mut now = start();
            let mut last_signature = std::collections::BTreeMap::new();

            for (pause, revoke) in pauses.into_iter().zip(revocations) {
                now += TimeDelta::seconds(pause);
                if revoke && let Some(key) = keys.last_mut() {
                    key.revoked_at.get_or_insert(now);
                }
                carry_out(&mut keys, now);

                let active = active(&keys, now).unwrap();
                last_signature.insert(active.generation, now);
                prop_assert!(active.signs_from == active.published_at
                    || active.signs_from - active.published_at >= ROTATION().lead);
                prop_assert_eq!(ROTATION().steps(&keys, now), vec![]);
                for (generation, signed_at) in &last_signature {
                    let is_kept = keys.iter().any(|key| key.generation == *generation);
                    let is_valid = *signed_at + TimeDelta::seconds(930) >= now;
                    prop_assert!(is_kept || !is_valid);
                }
            }
        }
    }
}
