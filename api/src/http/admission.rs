//! How much runs at once: a fixed number in all, a short queue for the next, and a share of it for each agency.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};
use uuid::Uuid;

use crate::http::{address::Prefix, settings::Load};

/// The door to execution.
#[derive(Debug)]
pub(super) struct Admission {
    places: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    queue: usize,
    patience: Duration,
    shares: Shares<ShareKey>,
}

/// Whose share of the load a request uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum ShareKey {
    /// An agency.
    Agency(Uuid),
    /// Someone who acts in no agency.
    User(Uuid),
    /// Nobody known, at this address.
    Anonymous(Prefix),
}

/// Why a request may not run now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Busy {
    /// Too much runs in all.
    Everyone,
    /// Too much of this agency runs.
    Agency,
}

/// Leave to run, until dropped.
#[derive(Debug)]
pub(super) struct Admitted {
    _place: OwnedSemaphorePermit,
    _share: Option<Share<ShareKey>>,
}

impl Admission {
    /// As many places as the settings say.
    pub(super) fn new(load: &Load) -> Self {
        let cores = thread::available_parallelism().map_or(1, Into::into);
        Self {
            places: Arc::new(Semaphore::new(load.in_flight_per_core.saturating_mul(cores))),
            waiting: Arc::default(),
            queue: load.queue,
            patience: load.queue_wait,
            shares: Shares::new(load.per_agency, load.queue_wait),
        }
    }

    /// Whether all places are taken and the queue is full, so that a body need not even be read.
    pub(super) fn is_full(&self) -> bool {
        self.places.available_permits() == 0 && self.waiting.load(Ordering::Relaxed) >= self.queue
    }

    /// Waits for a place, shortly.
    pub(super) async fn enter(&self, key: ShareKey) -> Result<Admitted, Busy> {
        // The share comes first: whoever waits for their own must not keep a place from others.
        let share = self.shares.take(key).await?;
        let place = match Arc::clone(&self.places).try_acquire_owned() {
            Ok(place) => place,
            Err(_) => self.wait().await.ok_or(Busy::Everyone)?,
        };
        Ok(Admitted {
            _place: place,
            _share: share,
        })
    }

    async fn wait(&self) -> Option<OwnedSemaphorePermit> {
        let _waiting = Waiting::among(&self.waiting, self.queue)?;
        let place = Arc::clone(&self.places).acquire_owned();
        timeout(self.patience, place).await.ok()?.ok()
    }
}

/// One of those who wait, until dropped.
struct Waiting(Arc<AtomicUsize>);

impl Waiting {
    fn among(waiting: &Arc<AtomicUsize>, most: usize) -> Option<Self> {
        let own = Self(Arc::clone(waiting));
        (waiting.fetch_add(1, Ordering::Relaxed) < most).then_some(own)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Equal shares by key. A key is remembered only while it is in use.
#[derive(Debug)]
struct Shares<K: Eq + Hash> {
    size: usize,
    patience: Duration,
    used: Arc<Mutex<HashMap<K, Arc<Semaphore>>>>,
}

/// A part of a key's share, until dropped.
#[derive(Debug)]
struct Share<K: Eq + Hash> {
    key: K,
    own: Arc<Semaphore>,
    used: Arc<Mutex<HashMap<K, Arc<Semaphore>>>>,
    permit: Option<OwnedSemaphorePermit>,
}

impl<K: Copy + Eq + Hash> Shares<K> {
    fn new(size: usize, patience: Duration) -> Self {
        Self {
            size,
            patience,
            used: Arc::default(),
        }
    }

    async fn take(&self, key: K) -> Result<Option<Share<K>>, Busy> {
        if self.size == 0 {
            return Ok(None);
        }
        let own = {
            let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
            let own = used
                .entry(key)
                .or_insert_with(|| Arc::new(Semaphore::new(self.size)));
            Arc::clone(own)
        };
        let mut share = Share {
            key,
            own: Arc::clone(&own),
            used: Arc::clone(&self.used),
            permit: None,
        };
        match timeout(self.patience, own.acquire_owned()).await {
            Ok(Ok(permit)) => {
                share.permit = Some(permit);
                Ok(Some(share))
            }
            Ok(Err(_)) | Err(_) => Err(Busy::Agency),
        }
    }
}

impl<K: Eq + Hash> Drop for Share<K> {
    fn drop(&mut self) {
        self.permit = None;
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        // The map's and this one: copies are made under the same lock, so nobody else is about to use it.
        if Arc::strong_count(&self.own) == 2 {
            used.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(in_flight: usize, queue: usize, per_agency: usize) -> Admission {
        let cores = thread::available_parallelism().map_or(1, Into::into);
        let mut admission = Admission::new(&Load {
            in_flight_per_core: 0,
            queue,
            queue_wait: Duration::from_millis(20),
            per_agency,
        });
        assert_eq!(admission.places.available_permits() % cores, 0);
        admission.places = Arc::new(Semaphore::new(in_flight));
        admission
    }

    const ONE: ShareKey = ShareKey::Agency(Uuid::from_u128(1));
    const OTHER: ShareKey = ShareKey::Agency(Uuid::from_u128(2));

    #[tokio::test]
    async fn one_more_than_there_are_places_waits_and_is_sent_away() {
        let admission = load(1, 1, 0);
        let first = admission.enter(ONE).await.unwrap();

        assert!(!admission.is_full());
        assert_eq!(admission.enter(ONE).await.unwrap_err(), Busy::Everyone);

        drop(first);
        assert!(admission.enter(ONE).await.is_ok());
    }

    #[tokio::test]
    async fn whoever_waits_gets_the_place_that_becomes_free() {
        let admission = load(1, 1, 0);
        let first = admission.enter(ONE).await.unwrap();

        let (second, ()) = tokio::join!(admission.enter(ONE), async {
            assert!(admission.is_full());
            drop(first);
        });

        assert!(second.is_ok());
        assert_eq!(admission.waiting.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn a_full_queue_takes_nobody() {
        let admission = load(0, 0, 0);

        assert!(admission.is_full());
        assert_eq!(admission.enter(ONE).await.unwrap_err(), Busy::Everyone);
        assert_eq!(admission.waiting.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn one_agency_cannot_take_the_places_of_others() {
        let admission = load(10, 0, 2);
        let _first = admission.enter(ONE).await.unwrap();
        let second = admission.enter(ONE).await.unwrap();

        assert_eq!(admission.enter(ONE).await.unwrap_err(), Busy::Agency);
        assert!(admission.enter(OTHER).await.is_ok());

        drop(second);
        assert!(admission.enter(ONE).await.is_ok());
    }

    #[tokio::test]
    async fn agencies_are_forgotten_when_nothing_of_theirs_runs() {
        let admission = load(10, 0, 1);
        let one = admission.enter(ONE).await.unwrap();
        assert!(admission.enter(ONE).await.is_err());
        assert_eq!(admission.shares.used.lock().unwrap().len(), 1);

        drop(one);

        assert!(admission.shares.used.lock().unwrap().is_empty());
    }
}
