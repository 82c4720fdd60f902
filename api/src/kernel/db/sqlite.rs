//! Connections to an SQLite file: one that writes, several that read.

use std::{path::Path, time::Duration};

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, sqlx::sqlite::SqliteConnectOptions,
};

use crate::config::SqliteSettings;

/// How large the write-ahead log may stay after it was used: 64 MiB.
const JOURNAL_SIZE_LIMIT: &str = "67108864";

/// Rows that are looked at in each index to learn how to plan.
const ANALYSIS_LIMIT: u32 = 400;

/// The one connection that writes. It makes the file when it is missing.
pub(super) async fn writer(path: &Path, settings: &SqliteSettings) -> Result<DatabaseConnection, DbErr> {
    connect(path, settings, 1, |options| options.create_if_missing(true)).await
}

/// The connections that read. They come after the writer, which has set up the write-ahead log.
pub(super) async fn readers(path: &Path, settings: &SqliteSettings) -> Result<DatabaseConnection, DbErr> {
    connect(path, settings, settings.readers, |options| {
        options.read_only(true)
    })
    .await
}

/// A connection that leaves foreign keys unchecked, since a table that is made anew is gone for a moment.
pub(super) async fn for_migrations(
    path: &Path,
    settings: &SqliteSettings,
) -> Result<DatabaseConnection, DbErr> {
    connect(path, settings, 1, |options| options.foreign_keys(false)).await
}

/// Moves the write-ahead log into the file, after learning how to plan from what the connection has seen.
pub(super) async fn rest(writer: &DatabaseConnection) -> Result<(), DbErr> {
    for statement in [
        "PRAGMA optimize",
        // Where it exists, SQLite plans every statement anew for each set of bound values.
        "DROP TABLE IF EXISTS sqlite_stat4",
        "PRAGMA wal_checkpoint(TRUNCATE)",
    ] {
        writer.execute_unprepared(statement).await?;
    }
    Ok(())
}

async fn connect(
    path: &Path,
    settings: &SqliteSettings,
    connections: u32,
    kind: impl Fn(SqliteConnectOptions) -> SqliteConnectOptions + Send + Sync + 'static,
) -> Result<DatabaseConnection, DbErr> {
    // The path is set below: in an address some of its characters would mean something else.
    let mut options = ConnectOptions::new("sqlite://");
    options
        .max_connections(connections)
        .min_connections(connections)
        .acquire_timeout(settings.acquire_timeout)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    let (path, settings) = (path.to_owned(), settings.clone());
    options.map_sqlx_sqlite_opts(move |options| kind(configured(options.filename(&path), &settings)));
    Database::connect(options).await
}

fn configured(options: SqliteConnectOptions, settings: &SqliteSettings) -> SqliteConnectOptions {
    options
        .busy_timeout(settings.busy_timeout)
        .statement_cache_capacity(settings.statement_cache)
        .analysis_limit(ANALYSIS_LIMIT)
        .foreign_keys(true)
        .pragma("journal_mode", "WAL")
        .pragma("synchronous", settings.synchronous.as_str())
        .pragma("trusted_schema", "OFF")
        .pragma("journal_size_limit", JOURNAL_SIZE_LIMIT)
        .pragma("temp_store", "MEMORY")
        .pragma("cache_size", format!("-{}", settings.cache_kib))
        .pragma(
            "mmap_size",
            (u64::from(settings.mmap_mib) * 1_048_576).to_string(),
        )
}
