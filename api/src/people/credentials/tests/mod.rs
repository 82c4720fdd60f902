//! Tests of several files at once.

mod forged;
mod keys;
mod passwords;

use std::{fs, path::PathBuf, sync::Arc};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    keys::{
        KeyRing,
        schedule::Rotation,
        store::{KeyStore, MemoryKeys},
    },
    token::{AccessTokens, Subject, TokenPolicy},
};
use crate::kernel::random::{OsRandom, Random};

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn subject() -> Subject {
    Subject {
        user: Uuid::from_u128(1),
        agency: Uuid::from_u128(2),
        session: Uuid::from_u128(3),
    }
}

async fn ring_on(store: Arc<dyn KeyStore>, now: DateTime<Utc>) -> Arc<KeyRing> {
    Arc::new(
        KeyRing::open(store, Rotation::default(), &OsRandom, now)
            .await
            .unwrap(),
    )
}

async fn tokens() -> AccessTokens {
    AccessTokens::new(
        ring_on(Arc::new(MemoryKeys::default()), start()).await,
        TokenPolicy::default(),
    )
}

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let random: &dyn Random = &OsRandom;
        let path = std::env::temp_dir().join(format!("rapport-credentials-{}", random.uuid(start())));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("rapport.sqlite")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
