//! Where the secrets of the installation are kept.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use entity::signing_key::Purpose;

use super::{files::KeyFiles, schedule::Times, sealed::SealedKeys};
use crate::{config::DatabaseUrl, kernel::db::Db, people::credentials::error::Result};

/// A secret and its times.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredKey {
    /// What it is for.
    pub purpose: Purpose,
    /// The name by which tokens and hashes refer to it.
    pub kid: String,
    /// The secret: the seed of a key pair, or the pepper.
    pub secret: Vec<u8>,
    /// When it does what.
    pub times: Times,
}

/// A place for secrets that survives restarts and that all nodes see.
#[async_trait]
pub trait KeyStore: Send + Sync {
    /// All that are kept.
    async fn load(&self) -> Result<Vec<StoredKey>>;
    /// Keeps one more. False when another node was first with this generation: then nothing was kept.
    async fn add(&self, key: &StoredKey, id: uuid::Uuid) -> Result<bool>;
    /// Notes that one is revoked. False when it is not there or was revoked before.
    async fn revoke(&self, purpose: Purpose, kid: &str, at: DateTime<Utc>) -> Result<bool>;
    /// Forgets one.
    async fn remove(&self, purpose: Purpose, generation: i32) -> Result<()>;
}

/// Where the secrets of this database are kept: in files beside an SQLite file; on PostgreSQL in the database itself,
/// encrypted under the installation's secret.
pub fn store_of(database: &Db, secret: &str) -> Result<Arc<dyn KeyStore>> {
    Ok(match &database.settings().url {
        DatabaseUrl::Sqlite(path) => Arc::new(KeyFiles::beside(path)),
        DatabaseUrl::Postgres(_) => Arc::new(SealedKeys::new(database.write.clone(), secret)?),
    })
}

/// Secrets in memory, for a database in memory: they go with it.
#[derive(Default)]
pub struct MemoryKeys(Mutex<Vec<StoredKey>>);

impl MemoryKeys {
    fn with<T>(&self, work: impl FnOnce(&mut Vec<StoredKey>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl KeyStore for MemoryKeys {
    async fn load(&self) -> Result<Vec<StoredKey>> {
        Ok(self.with(|keys| keys.clone()))
    }

    async fn add(&self, key: &StoredKey, _id: uuid::Uuid) -> Result<bool> {
        let same = |other: &StoredKey| {
            other.purpose == key.purpose && other.times.generation == key.times.generation
        };
        Ok(self.with(|keys| {
            let is_first = !keys.iter().any(same);
            if is_first {
                keys.push(key.clone());
            }
            is_first
        }))
    }

    async fn revoke(&self, purpose: Purpose, kid: &str, at: DateTime<Utc>) -> Result<bool> {
        Ok(self.with(|keys| {
            let key = keys
                .iter_mut()
                .find(|key| key.purpose == purpose && key.kid == kid);
            key.is_some_and(|key| key.times.revoked_at.replace(at).is_none())
        }))
    }

    async fn remove(&self, purpose: Purpose, generation: i32) -> Result<()> {
        self.with(|keys| keys.retain(|key| key.purpose != purpose || key.times.generation != generation));
        Ok(())
    }
}
