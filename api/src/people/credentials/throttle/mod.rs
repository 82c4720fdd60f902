//! What slows guessers down. Counters stand in the database, so that all nodes count together; nobody is ever locked
//! out for good, since that would be a weapon against the owner of an account.

mod gauge;
pub mod limits;
pub mod rule;

use std::net::{IpAddr, Ipv6Addr};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    throttle::{Column, Entity},
    user,
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use tokio::sync::{Mutex, MutexGuard};

use self::{gauge::Gauge, limits::Limits, rule::Rule};
use super::error::Result;
use crate::kernel::random::Random;

const SHARDS: usize = 64;

/// What is being tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Signing in with a password.
    SignIn,
    /// Asking for a mail with a link: to reset a password. Each asking counts.
    MailOnDemand,
    /// Showing a token: to refresh a session, to accept an invitation, to set a new password.
    Token,
    /// Making a new account. Each making counts.
    SignUp,
}

/// Where a request comes from: an IPv4 address, or the /64 network of an IPv6 address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(IpAddr);

impl From<IpAddr> for Place {
    fn from(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        })
    }
}

/// Whether something may be tried now.
pub enum Admission<'a> {
    /// It may; say what came of it.
    Go(Attempt<'a>),
    /// Not before so much time has passed.
    Wait(TimeDelta),
}

/// Lets tries through, or not.
pub struct Throttle {
    limits: Limits,
    turns: Vec<Mutex<()>>,
}

/// Something that is being tried. As long as it lives, others who try the same account on this node wait: guesses that
/// come all at once are counted one by one.
pub struct Attempt<'a> {
    gauges: Vec<Gauge>,
    _turn: Option<MutexGuard<'a, ()>>,
}

impl Throttle {
    /// Lets failures through by `limits`.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            turns: (0..SHARDS).map(|_| Mutex::new(())).collect(),
        }
    }

    /// Asks whether `action` may be tried from `place`, at `account`: the e-mail address that was given, whether or
    /// not there is such an account.
    pub async fn admit(
        &self,
        connection: &impl ConnectionTrait,
        action: Action,
        account: Option<&str>,
        place: Place,
        now: DateTime<Utc>,
    ) -> Result<Admission<'_>> {
        let account = account.map(user::email_key);
        let mut gauges = self.gauges(action, account.as_deref(), place);
        // Those who have to wait do not have to queue for it.
        if let Some(wait) = self.wait(connection, &mut gauges, now).await? {
            return Ok(Admission::Wait(wait));
        }
        let turn = match account {
            Some(account) => Some(self.turn(&account).lock().await),
            None => None,
        };
        if turn.is_some()
            && let Some(wait) = self.wait(connection, &mut gauges, now).await?
        {
            return Ok(Admission::Wait(wait));
        }
        Ok(Admission::Go(Attempt { gauges, _turn: turn }))
    }

    /// Forgets the failures at an account: its owner has set a new password by a mailed link.
    pub async fn clear(&self, connection: &impl ConnectionTrait, account: &str, place: Place) -> Result<()> {
        let account = user::email_key(account);
        let gauges = self.gauges(Action::SignIn, Some(&account), place);
        let own = gauges
            .into_iter()
            .filter(|gauge| gauge.spares_known || matches!(gauge.rule, Rule::Delay { .. }));
        Entity::delete_many()
            .filter(Column::Key.is_in(own.map(|gauge| gauge.key)))
            .exec(connection)
            .await?;
        Ok(())
    }

    /// Forgets counters that have run empty long ago, and places where nobody was seen for long. How many.
    pub async fn purge(&self, connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<u64> {
        let forgotten = now - self.limits.known_for;
        let stale = Entity::delete_many()
            .filter(Column::UpdatedAt.lt(now - TimeDelta::days(2)))
            .filter(
                Condition::any()
                    .add(Column::SucceededAt.is_null())
                    .add(Column::SucceededAt.lt(forgotten)),
            );
        Ok(stale.exec(connection).await?.rows_affected)
    }

    fn turn(&self, account: &str) -> &Mutex<()> {
        let shard = Sha256::digest(account)
            .first()
            .map_or(0, |byte| usize::from(*byte) % SHARDS);
        #[expect(clippy::indexing_slicing, reason = "there are SHARDS of them")]
        &self.turns[shard]
    }

    async fn wait(
        &self,
        connection: &impl ConnectionTrait,
        gauges: &mut [Gauge],
        now: DateTime<Utc>,
    ) -> Result<Option<TimeDelta>> {
        let keys: Vec<Vec<u8>> = gauges.iter().map(|gauge| gauge.key.clone()).collect();
        let mut rows = Entity::find()
            .filter(Column::Key.is_in(keys))
            .all(connection)
            .await?;
        for gauge in gauges.iter_mut() {
            let position = rows.iter().position(|row| row.key == gauge.key);
            gauge.row = position.map(|position| rows.swap_remove(position));
        }
        let seen = gauges
            .iter()
            .filter_map(|gauge| gauge.row.as_ref()?.succeeded_at)
            .max();
        let is_known = seen.is_some_and(|seen| now < seen + self.limits.known_for);
        let binding = gauges.iter().filter(|gauge| !(is_known && gauge.spares_known));
        let free_at = binding.map(|gauge| gauge.rule.free_at(&gauge.counter(now))).max();
        Ok(free_at
            .filter(|free_at| *free_at > now)
            .map(|free_at| free_at - now))
    }

    fn gauges(&self, action: Action, account: Option<&str>, place: Place) -> Vec<Gauge> {
        let Limits {
            free_failures,
            longest_wait,
            ..
        } = self.limits;
        let (minute, day) = (TimeDelta::minutes(1), TimeDelta::days(1));
        let place = place.0.to_string();
        let gauge = |name: &str, parts: [&str; 2], rule, spares_known| Gauge {
            key: key(action, name, parts),
            rule,
            spares_known,
            row: None,
        };
        let delay = Rule::Delay {
            free: free_failures,
            first: TimeDelta::seconds(1),
            longest: longest_wait,
            memory: TimeDelta::hours(6),
        };
        let rate = |most, span| Rule::Rate { most, span };
        let burst = Rule::Streak {
            most: self.limits.per_account_minute,
            span: minute,
        };
        let mut gauges = vec![gauge(
            "place",
            ["", &place],
            rate(self.limits.per_place_minute, minute),
            false,
        )];
        let Some(account) = account else { return gauges };
        match action {
            Action::SignIn => gauges.extend([
                gauge("pair", [account, &place], delay, false),
                gauge("minute", [account, ""], burst, true),
                gauge("day", [account, ""], rate(self.limits.per_account_day, day), true),
            ]),
            Action::MailOnDemand => gauges.extend([
                gauge("pair", [account, &place], delay, false),
                gauge(
                    "day",
                    [account, ""],
                    rate(self.limits.mails_per_account_day, day),
                    false,
                ),
            ]),
            Action::Token | Action::SignUp => {}
        }
        gauges
    }
}

impl Attempt<'_> {
    /// It failed, or it is of a kind of which each one counts.
    pub async fn failed(
        self,
        connection: &impl ConnectionTrait,
        random: &dyn Random,
        now: DateTime<Utc>,
    ) -> Result<()> {
        for gauge in self.gauges {
            gauge
                .write(connection, random, now, |rule, counter| {
                    rule.after_failure(counter, now)
                })
                .await?;
        }
        Ok(())
    }

    /// It succeeded: the waits are over, and the place is known from now on.
    pub async fn succeeded(
        self,
        connection: &impl ConnectionTrait,
        random: &dyn Random,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let delays = self
            .gauges
            .into_iter()
            .filter(|gauge| matches!(gauge.rule, Rule::Delay { .. }));
        for gauge in delays.filter(|gauge| gauge.is_worth_clearing(now)) {
            gauge
                .write(connection, random, now, |rule, counter| {
                    rule.after_success(counter, now)
                })
                .await?;
        }
        Ok(())
    }
}

/// A hash of what is counted. The parts are set off against each other by their lengths.
fn key(action: Action, name: &str, parts: [&str; 2]) -> Vec<u8> {
    let action = match action {
        Action::SignIn => "sign in",
        Action::MailOnDemand => "mail",
        Action::Token => "token",
        Action::SignUp => "sign up",
    };
    let [account, place] = parts;
    let text = [action, name, account, place]
        .map(|part| format!("{}:{part}", part.len()))
        .concat();
    Sha256::digest(text).to_vec()
}
