//! The keys that sign access tokens, and the pepper of passwords: made, published, rotated and forgotten by
//! themselves, the same on every node, and still there after a restart.

pub mod files;
pub mod jwks;
pub mod schedule;
pub mod sealed;
pub mod store;

use std::{
    collections::HashMap,
    future::Future,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use chrono::{DateTime, Utc};
use data_encoding::HEXLOWER;
use entity::signing_key::Purpose;
use jsonwebtoken::{DecodingKey, EncodingKey};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use sha2::{Digest, Sha256};
use tokio::{sync::Mutex, time};

use self::{
    jwks::Jwks,
    schedule::{Rotation, Step, Times},
    store::{KeyStore, StoredKey},
};
use super::{
    error::{CredentialError, Result},
    password::Pepper,
};
use crate::kernel::{clock::Clock, random::Random};

/// How old what a node knows of the keys may be: a revoked key is dead everywhere after this time.
pub const FRESHNESS: Duration = Duration::from_secs(5);

/// The keys, as this node knows them.
pub struct KeyRing {
    store: Arc<dyn KeyStore>,
    rotation: Rotation,
    known: RwLock<Arc<Known>>,
    /// One refresh at a time: an older view must not replace a newer one.
    turn: Mutex<()>,
}

struct Known {
    keys: HashMap<String, Key>,
    jwks: Jwks,
    peppers: Vec<Pepper>,
}

struct Key {
    times: Times,
    signing: EncodingKey,
    verifying: DecodingKey,
    public: Vec<u8>,
}

impl KeyRing {
    /// Reads the keys from `store` and makes those that are missing.
    pub async fn open(
        store: Arc<dyn KeyStore>,
        rotation: Rotation,
        random: &dyn Random,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let known = Known {
            keys: HashMap::new(),
            jwks: Jwks::of([].into_iter()),
            peppers: Vec::new(),
        };
        let ring = Self {
            store,
            rotation,
            known: RwLock::new(Arc::new(known)),
            turn: Mutex::new(()),
        };
        ring.refresh(random, now).await?;
        Ok(ring)
    }

    /// Sees what other nodes did, and does what the time asks for.
    pub async fn refresh(&self, random: &dyn Random, now: DateTime<Utc>) -> Result<()> {
        let _turn = self.turn.lock().await;
        let mut stored = self.store.load().await?;
        if self.is_changed_by_steps(&stored, random, now).await? {
            stored = self.store.load().await?;
        }
        let known = Arc::new(Known::from_stored(&stored)?);
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = known;
        Ok(())
    }

    /// Refreshes again and again until `stop`. A failure is logged and tried again: what is known stays in use.
    pub async fn keep_fresh(&self, random: &dyn Random, clock: &dyn Clock, stop: impl Future<Output = ()>) {
        let mut beat = time::interval(FRESHNESS / 2);
        beat.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
        tokio::pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => return,
                _ = beat.tick() => {}
            }
            if let Err(error) = self.refresh(random, clock.now()).await {
                tracing::error!(%error, "the signing keys could not be refreshed");
            }
        }
    }

    /// Makes everything that the key signed invalid: at once on this node, within five seconds on the others.
    /// False when there is no such key.
    pub async fn revoke(&self, kid: &str, random: &dyn Random, now: DateTime<Utc>) -> Result<bool> {
        let is_revoked = self.store.revoke(Purpose::AccessToken, kid, now).await?;
        self.refresh(random, now).await?;
        Ok(is_revoked)
    }

    /// The public keys, for those who check tokens themselves.
    pub fn jwks(&self) -> Jwks {
        self.known().jwks.clone()
    }

    /// The peppers: the one of today first.
    pub fn peppers(&self) -> Vec<Pepper> {
        self.known().peppers.clone()
    }

    /// The key that signs at `now`, and its name.
    pub(super) fn signing(&self, now: DateTime<Utc>) -> Result<(String, EncodingKey)> {
        let known = self.known();
        let times: Vec<Times> = known.keys.values().map(|key| key.times).collect();
        let active = schedule::active(&times, now).ok_or(CredentialError::NoKey)?;
        let found = known
            .keys
            .iter()
            .find(|(_, key)| key.times.generation == active.generation);
        let (kid, key) = found.ok_or(CredentialError::NoKey)?;
        Ok((kid.clone(), key.signing.clone()))
    }

    /// The key of this name, unless it was revoked.
    pub(super) fn verifying(&self, kid: &str) -> Option<DecodingKey> {
        let known = self.known();
        let key = known.keys.get(kid).filter(|key| key.times.revoked_at.is_none())?;
        Some(key.verifying.clone())
    }

    fn known(&self) -> Arc<Known> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    async fn is_changed_by_steps(
        &self,
        stored: &[StoredKey],
        random: &dyn Random,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let mut is_changed = false;
        let of = |purpose| stored.iter().filter(move |key| key.purpose == purpose);
        if of(Purpose::Pepper).next().is_none() {
            self.store.add(&new_pepper(random, now), random.uuid(now)).await?;
            is_changed = true;
        }
        let times: Vec<Times> = of(Purpose::AccessToken).map(|key| key.times).collect();
        for step in self.rotation.steps(&times, now) {
            match step {
                Step::Add {
                    generation,
                    signs_from,
                } => {
                    let times = Times {
                        generation,
                        published_at: now,
                        signs_from,
                        revoked_at: None,
                    };
                    let is_ours = self.store.add(&new_key(times, random)?, random.uuid(now)).await?;
                    tracing::info!(generation, %signs_from, is_ours, "the next signing key is published");
                }
                Step::Remove { generation } => self.store.remove(Purpose::AccessToken, generation).await?,
            }
            is_changed = true;
        }
        Ok(is_changed)
    }
}

impl Known {
    fn from_stored(stored: &[StoredKey]) -> Result<Self> {
        let mut keys = HashMap::new();
        let mut peppers = Vec::new();
        for StoredKey {
            purpose,
            kid,
            secret,
            times,
        } in stored
        {
            match purpose {
                Purpose::AccessToken => {
                    let public = key_pair(secret)?.public_key().as_ref().to_vec();
                    let signing = EncodingKey::from_ed_der(secret);
                    let verifying = DecodingKey::from_ed_der(&public);
                    keys.insert(
                        kid.clone(),
                        Key {
                            times: *times,
                            signing,
                            verifying,
                            public,
                        },
                    );
                }
                Purpose::Pepper => peppers.push((times.generation, Pepper::new(kid.clone(), secret))),
            }
        }
        let mut public: Vec<_> = keys
            .iter()
            .filter(|(_, key)| key.times.revoked_at.is_none())
            .collect();
        public.sort_unstable_by_key(|(_, key)| key.times.generation);
        let jwks = Jwks::of(
            public
                .into_iter()
                .map(|(kid, key)| (kid.as_str(), key.public.as_slice())),
        );
        peppers.sort_unstable_by_key(|(generation, _)| std::cmp::Reverse(*generation));
        Ok(Self {
            keys,
            jwks,
            peppers: peppers.into_iter().map(|(_, pepper)| pepper).collect(),
        })
    }
}

pub(super) fn key_pair(seed: &[u8]) -> Result<Ed25519KeyPair> {
    Ed25519KeyPair::from_seed_unchecked(seed).or(Err(CredentialError::Damaged("signing key")))
}

fn new_key(times: Times, random: &dyn Random) -> Result<StoredKey> {
    let secret = random.bytes::<32>().to_vec();
    let kid = jwks::kid(key_pair(&secret)?.public_key().as_ref());
    Ok(StoredKey {
        purpose: Purpose::AccessToken,
        kid,
        secret,
        times,
    })
}

fn new_pepper(random: &dyn Random, now: DateTime<Utc>) -> StoredKey {
    let secret = random.bytes::<32>().to_vec();
    let digest = Sha256::digest(&secret);
    let kid = HEXLOWER.encode(digest.first_chunk::<4>().unwrap_or(&[0; 4]));
    let times = Times {
        generation: 1,
        published_at: now,
        signs_from: now,
        revoked_at: None,
    };
    StoredKey {
        purpose: Purpose::Pepper,
        kid,
        secret,
        times,
    }
}
