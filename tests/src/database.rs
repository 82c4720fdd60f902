//! A database of its own for one test, in the shape that the migrations give it.

use std::{
    fs,
    ops::Deref,
    sync::atomic::{AtomicUsize, Ordering},
};

use api::{
    config::{DatabaseSettings, Settings, Synchronous},
    kernel::{db::Db, migrate},
};
use tokio::sync::OnceCell;

use crate::{Scratch, postgres};

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    Sqlite,
    /// A database in a cluster of this process.
    Postgres,
}

/// A database of its own for one test, migrated and empty. It is removed with this value.
#[derive(Debug)]
pub struct Database {
    /// Its address, for a process that is to open it.
    pub url: String,
    /// The open database.
    pub db: Db,
    /// Which one it is.
    pub kind: Kind,
    home: Home,
}

/// What has to be removed.
#[derive(Debug)]
enum Home {
    Folder { _scratch: Scratch },
    Cluster { name: String },
}

impl Database {
    /// Makes a database and opens it, or says why PostgreSQL is not to be had.
    ///
    /// # Errors
    /// When it is to be PostgreSQL, and its programs were not found.
    pub async fn open(kind: Kind) -> Result<Self, &'static str> {
        Self::with(kind, Contents::Migrated).await
    }

    async fn with(kind: Kind, contents: Contents) -> Result<Self, &'static str> {
        let (url, home) = match kind {
            Kind::Sqlite => sqlite(contents).await,
            Kind::Postgres => postgres(postgres::cluster()?, contents).await,
        };
        let db = connected(&url).await;
        Ok(Self { url, db, kind, home })
    }

    /// The settings it was opened with.
    pub fn settings(&self) -> DatabaseSettings {
        settings(&self.url)
    }

    /// Opens it a second time: on PostgreSQL beside the first, as another node does; on SQLite after the first was closed,
    /// as the next start does.
    pub async fn open_again(&self) -> Db {
        connected(&self.url).await
    }
}

/// A database on which no migration has run.
#[derive(Debug)]
pub struct Bare(Database);

impl Bare {
    /// Makes a database and opens it, or says why PostgreSQL is not to be had.
    ///
    /// # Errors
    /// When it is to be PostgreSQL, and its programs were not found.
    pub async fn open(kind: Kind) -> Result<Self, &'static str> {
        Database::with(kind, Contents::Nothing).await.map(Self)
    }
}

impl Deref for Bare {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.0
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Home::Cluster { name } = &self.home
            && let Ok(cluster) = postgres::cluster()
        {
            cluster.forget(name);
        }
    }
}

#[derive(Clone, Copy)]
enum Contents {
    Nothing,
    Migrated,
}

async fn sqlite(contents: Contents) -> (String, Home) {
    let folder = Scratch::new();
    let file = folder.path().join("test.sqlite");
    if matches!(contents, Contents::Migrated) {
        fs::write(&file, migrated_file().await).expect("the migrated file is copied");
    }
    (
        format!("sqlite://{}", file.display()),
        Home::Folder { _scratch: folder },
    )
}

/// A file that was migrated once for all tests of this process.
async fn migrated_file() -> &'static [u8] {
    static FILE: OnceCell<Vec<u8>> = OnceCell::const_new();
    FILE.get_or_init(|| async {
        let folder = Scratch::new();
        let file = folder.path().join("template.sqlite");
        migrated(&format!("sqlite://{}", file.display())).await;
        fs::read(&file).expect("the migrated file is read")
    })
    .await
}

async fn postgres(cluster: &postgres::Cluster, contents: Contents) -> (String, Home) {
    const TEMPLATE: &str = "migrated";
    static MIGRATED: OnceCell<()> = OnceCell::const_new();
    static NUMBER: AtomicUsize = AtomicUsize::new(1);
    let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let template = match contents {
        Contents::Nothing => "template0",
        Contents::Migrated => {
            MIGRATED
                .get_or_init(|| async {
                    cluster
                        .administer(&format!("CREATE DATABASE {TEMPLATE} TEMPLATE template0"))
                        .await;
                    migrated(&cluster.address(TEMPLATE)).await;
                })
                .await;
            TEMPLATE
        }
    };
    cluster
        .administer(&format!("CREATE DATABASE {name} TEMPLATE {template}"))
        .await;
    (cluster.address(&name), Home::Cluster { name })
}

async fn migrated(url: &str) {
    let db = connected(url).await;
    migrate::up(&db).await.expect("the migrations run");
    db.close().await.expect("the migrated database is closed");
}

async fn connected(url: &str) -> Db {
    Db::open(&settings(url)).await.expect("the test's database opens")
}

fn settings(url: &str) -> DatabaseSettings {
    let mut settings = Settings::standard().expect("the defaults").database;
    settings.url = url.parse().expect("the address of a test's database");
    // Nothing here has to survive a power cut; what must is tested with the defaults.
    settings.sqlite.synchronous = Synchronous::Off;
    settings
}
