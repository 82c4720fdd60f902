//! Tests of several files at once.

mod forged;
mod keys;
mod one_time;
mod passwords;
mod sessions;
mod throttles;

use std::{fs, path::PathBuf, sync::Arc};

use chrono::{DateTime, Utc};
use entity::{agency::Locale, user};
use migration::{Migrator, MigratorTrait as _};
use sea_orm::{ActiveValue::Set, ConnectOptions, Database, DatabaseConnection, EntityTrait as _};
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
        user_id: Uuid::from_u128(1),
        agency_id: Uuid::from_u128(2),
        session_id: Uuid::from_u128(3),
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

    /// A migrated database in a file, with several connections.
    async fn database(&self) -> DatabaseConnection {
        let url = format!("sqlite://{}?mode=rwc", self.file().display());
        let mut options = ConnectOptions::new(url);
        options.max_connections(4).sqlx_logging(false);
        let database = Database::connect(options).await.unwrap();
        Migrator::up(&database, None).await.unwrap();
        database
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A migrated database in memory.
async fn database() -> DatabaseConnection {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).sqlx_logging(false);
    let database = Database::connect(options).await.unwrap();
    Migrator::up(&database, None).await.unwrap();
    database
}

async fn sara(database: &DatabaseConnection) -> user::Model {
    let random: &dyn Random = &OsRandom;
    let row = user::ActiveModel {
        id: Set(random.uuid(start())),
        email: Set("Sara@Example.com".to_owned()),
        email_key: Set("sara@example.com".to_owned()),
        name: Set("Sara".to_owned()),
        locale: Set(Locale::Fa),
        password_hash: Set(None),
        password_pepper: Set(None),
        password_changed_at: Set(None),
        email_verified_at: Set(None),
        last_agency_id: Set(None),
        version: Set(1),
        created_at: Set(start()),
        updated_at: Set(start()),
    };
    user::Entity::insert(row)
        .exec_with_returning(database)
        .await
        .unwrap()
}
