//! What a node remembers of sessions between two requests, for five seconds at most.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use moka::sync::Cache;
use uuid::Uuid;

const FRESHNESS: Duration = Duration::from_secs(5);
const MOST: u64 = 100_000;

/// How a session stands, with what else its requests need to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing<S> {
    /// Whose it is.
    pub user_id: Uuid,
    /// The agency that it works in.
    pub agency_id: Option<Uuid>,
    /// When it ends unless it is refreshed before.
    pub ends_at: DateTime<Utc>,
    /// What else requests need to know: role, scopes.
    pub state: S,
}

/// Remembers how sessions stand. What this node changes it forgets at once; what other nodes change it sees within
/// five seconds.
pub struct SessionCache<S> {
    /// `None` is a session that has ended: those do not come back, so that is worth remembering as well.
    entries: Cache<Uuid, Option<Arc<Standing<S>>>>,
    /// Counts what was forgotten, so that what was read before is not remembered after.
    forgotten: AtomicU64,
}

impl<S: Send + Sync + 'static> Default for SessionCache<S> {
    fn default() -> Self {
        let entries = Cache::builder()
            .max_capacity(MOST)
            .time_to_live(FRESHNESS)
            .support_invalidation_closures()
            .build();
        Self {
            entries,
            forgotten: AtomicU64::new(0),
        }
    }
}

impl<S: Send + Sync + 'static> SessionCache<S> {
    /// How the session stands at `now`: remembered, or read by `load`. None when it has ended.
    pub async fn find<E>(
        &self,
        session_id: Uuid,
        now: DateTime<Utc>,
        load: impl Future<Output = Result<Option<Standing<S>>, E>>,
    ) -> Result<Option<Arc<Standing<S>>>, E> {
        let standing = match self.entries.get(&session_id) {
            Some(standing) => standing,
            None => self.read(session_id, load).await?,
        };
        Ok(standing.filter(|standing| now < standing.ends_at))
    }

    async fn read<E>(
        &self,
        session_id: Uuid,
        load: impl Future<Output = Result<Option<Standing<S>>, E>>,
    ) -> Result<Option<Arc<Standing<S>>>, E> {
        let before = self.forgotten.load(Ordering::SeqCst);
        let standing = load.await?.map(Arc::new);
        self.entries.insert(session_id, standing.clone());
        // Something was forgotten while we read, perhaps just this: the next request reads again.
        if self.forgotten.load(Ordering::SeqCst) != before {
            self.entries.invalidate(&session_id);
        }
        Ok(standing)
    }

    /// Forgets sessions: they ended, were refreshed or went to another agency. To be called after the commit.
    pub fn forget(&self, session_ids: impl IntoIterator<Item = Uuid>) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        session_ids
            .into_iter()
            .for_each(|session_id| self.entries.invalidate(&session_id));
    }

    /// Forgets all sessions of a user: their role or rights have changed. To be called after the commit.
    pub fn forget_user(&self, user_id: Uuid) {
        self.forget_those(move |standing| standing.user_id == user_id);
    }

    /// Forgets all sessions in an agency: its rules have changed. To be called after the commit.
    pub fn forget_agency(&self, agency_id: Uuid) {
        self.forget_those(move |standing| standing.agency_id == Some(agency_id));
    }

    fn forget_those(&self, which: impl Fn(&Standing<S>) -> bool + Send + Sync + 'static) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        let is_one =
            move |_: &Uuid, standing: &Option<Arc<Standing<S>>>| standing.as_deref().is_some_and(&which);
        if self.entries.invalidate_entries_if(is_one).is_err() {
            self.entries.invalidate_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use chrono::TimeDelta;

    use super::*;

    const SESSION: Uuid = Uuid::from_u128(1);
    const USER: Uuid = Uuid::from_u128(2);
    const AGENCY: Uuid = Uuid::from_u128(3);

    fn start() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    async fn read(cache: &SessionCache<&'static str>, state: &'static str) -> Option<&'static str> {
        let ends_at = start() + TimeDelta::days(14);
        let standing = Standing {
            user_id: USER,
            agency_id: Some(AGENCY),
            ends_at,
            state,
        };
        let found = cache
            .find(SESSION, start(), async { Ok::<_, Infallible>(Some(standing)) })
            .await
            .unwrap();
        found.map(|standing| standing.state)
    }

    #[tokio::test]
    async fn what_was_read_is_remembered_until_it_is_forgotten() {
        let cache = SessionCache::default();

        assert_eq!(read(&cache, "first").await, Some("first"));
        assert_eq!(read(&cache, "second").await, Some("first"));
        cache.forget([SESSION]);
        assert_eq!(read(&cache, "third").await, Some("third"));
        cache.forget_user(USER);
        assert_eq!(read(&cache, "fourth").await, Some("fourth"));
        cache.forget_agency(AGENCY);
        assert_eq!(read(&cache, "fifth").await, Some("fifth"));
        cache.forget_user(Uuid::from_u128(9));
        assert_eq!(read(&cache, "sixth").await, Some("fifth"));
    }

    #[tokio::test]
    async fn a_change_during_the_read_is_not_overlooked() {
        let cache = SessionCache::default();
        let ends_at = start() + TimeDelta::days(14);
        let stale = Standing {
            user_id: USER,
            agency_id: None,
            ends_at,
            state: "stale",
        };

        let load = async {
            cache.forget([SESSION]);
            Ok::<_, Infallible>(Some(stale))
        };
        cache.find(SESSION, start(), load).await.unwrap();

        assert_eq!(read(&cache, "fresh").await, Some("fresh"));
    }

    #[tokio::test]
    async fn a_session_ends_by_time_although_it_is_remembered() {
        let cache = SessionCache::default();
        read(&cache, "state").await;

        let later = start() + TimeDelta::days(14);
        let found = cache
            .find(SESSION, later, async { Ok::<_, Infallible>(None) })
            .await
            .unwrap();

        assert_eq!(found, None);
    }

    #[tokio::test]
    async fn an_ended_session_is_not_asked_for_again() {
        let cache: SessionCache<&str> = SessionCache::default();

        cache
            .find(SESSION, start(), async { Ok::<_, Infallible>(None) })
            .await
            .unwrap();

        assert_eq!(read(&cache, "again").await, None);
    }
}
