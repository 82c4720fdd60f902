//! The database: one way to read it and one to write it, whichever of the two it is.

mod failure;
mod file_lock;
mod network;
mod postgres;
mod sqlite;

use std::{io, path::PathBuf, sync::Arc};

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};

use crate::config::{DatabaseSettings, DatabaseUrl};

pub use failure::{transient, unavailable};
use file_lock::FileLock;

/// The database. Clones share its connections.
#[derive(Clone, Debug)]
pub struct Db {
    /// For statements that only read. On SQLite it cannot write.
    pub read: DatabaseConnection,
    /// For everything else. On SQLite it is a single connection; on PostgreSQL the same pool as `read`.
    pub write: DatabaseConnection,
    /// Which of the two databases it is.
    pub backend: DbBackend,
    settings: Arc<DatabaseSettings>,
    lock: Option<Arc<FileLock>>,
}

/// Why the database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process uses the file.
    #[error(
        "{} is in use by another process{}: stop it first, or name another database",
        path.display(),
        process.as_ref().map(|id| format!(" ({id})")).unwrap_or_default()
    )]
    InUse {
        /// The database.
        path: PathBuf,
        /// The number of that process, when it is known.
        process: Option<String>,
    },
    /// The file is on another machine.
    #[error(
        "{} is on a network file system ({file_system}), where SQLite loses data: use a disk of this machine, or PostgreSQL",
        path.display()
    )]
    Remote {
        /// The folder of the database.
        path: PathBuf,
        /// Its file system.
        file_system: String,
    },
    /// The file or its folder cannot be used.
    #[error("{} cannot be used", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The database does not let us in.
    #[error("no connection to {url}")]
    Connect {
        /// The database.
        url: DatabaseUrl,
        /// Why.
        source: DbErr,
    },
}

impl Db {
    /// Opens the database, and makes the file when it is missing. Migrations are not run.
    ///
    /// # Errors
    /// When another process has the file, or no connection comes about.
    pub async fn open(settings: &DatabaseSettings) -> Result<Self, OpenError> {
        let connect = |source| OpenError::Connect {
            url: settings.url.clone(),
            source,
        };
        let (read, write, backend, lock) = match &settings.url {
            DatabaseUrl::Sqlite(path) => {
                let lock = FileLock::take(path)?;
                let write = sqlite::writer(path, &settings.sqlite).await.map_err(connect)?;
                let read = sqlite::readers(path, &settings.sqlite).await.map_err(connect)?;
                (read, write, DbBackend::Sqlite, Some(Arc::new(lock)))
            }
            DatabaseUrl::Postgres(address) => {
                let pool = postgres::pool(address, &settings.postgres)
                    .await
                    .map_err(connect)?;
                (pool.clone(), pool, DbBackend::Postgres, None)
            }
        };
        Ok(Self {
            read,
            write,
            backend,
            settings: Arc::new(settings.clone()),
            lock,
        })
    }

    /// Begins a transaction that may write. On SQLite it holds the only right to write from its first moment, so that what it
    /// read cannot be changed by others before it commits; on PostgreSQL that takes locked rows or compared versions.
    ///
    /// # Errors
    /// When no connection is free in time, or the database is away.
    pub async fn begin_write(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            isolation_level: None,
            access_mode: None,
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        };
        self.write.begin_with_options(options).await
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// When there is none.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.read.execute_unprepared("SELECT 1").await.map(|_| ())
    }

    /// Closes all connections. On SQLite the file is brought to rest before, and is free for others after.
    ///
    /// # Errors
    /// When the file could not be brought to rest. The connections are closed then too, and nothing is lost.
    pub async fn close(self) -> Result<(), DbErr> {
        self.read.close_by_ref().await?;
        let rested = match self.backend {
            DbBackend::Sqlite => sqlite::rest(&self.write).await,
            _ => Ok(()),
        };
        self.write.close_by_ref().await?;
        if let Some(lock) = &self.lock {
            lock.release();
        }
        rested
    }

    /// How it was opened.
    pub fn settings(&self) -> &DatabaseSettings {
        &self.settings
    }

    /// One connection beside the others, whose statements may take long: for migrations. On SQLite it leaves foreign keys
    /// unchecked.
    pub(super) async fn for_migrations(&self) -> Result<DatabaseConnection, DbErr> {
        match &self.settings.url {
            DatabaseUrl::Sqlite(path) => sqlite::for_migrations(path, &self.settings.sqlite).await,
            DatabaseUrl::Postgres(address) => {
                postgres::for_migrations(address, &self.settings.postgres).await
            }
        }
    }
}
