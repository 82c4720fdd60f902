//! Connections to a PostgreSQL server.

use std::{str::FromStr, sync::Arc, time::Duration};

use sea_orm::{
    ConnAcquireErr, ConnectOptions, Database, DatabaseConnection, DbErr, RuntimeErr, SqlxError,
    sqlx::{Connection, PgConnection, postgres::PgConnectOptions},
};
use tokio::time::timeout;

use crate::config::{PostgresSettings, PostgresUrl};

/// The connections of this node.
pub(super) async fn pool(
    address: &PostgresUrl,
    settings: &PostgresSettings,
) -> Result<DatabaseConnection, DbErr> {
    knock(address, settings.acquire_timeout).await?;
    let mut options = ConnectOptions::new(address.reveal());
    options
        .max_connections(settings.connections)
        .acquire_timeout(settings.acquire_timeout)
        .max_lifetime(settings.max_lifetime)
        .test_before_acquire_if_idle_for(settings.test_after_idle);
    connect(options, settings, settings.statement_timeout).await
}

/// One connection that is kept, so that a lock held by it is held until it is closed. Its statements take as long as they
/// take; their waits for locks stay short.
pub(super) async fn for_migrations(
    address: &PostgresUrl,
    settings: &PostgresSettings,
) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(address.reveal());
    options
        .max_connections(1)
        .min_connections(1)
        .acquire_timeout(settings.acquire_timeout)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .test_before_acquire(false);
    connect(options, settings, Duration::ZERO).await
}

/// Connects once by itself: a pool tries again until its time is over, and then does not say why it could not.
async fn knock(address: &PostgresUrl, patience: Duration) -> Result<(), DbErr> {
    let failed = |error: SqlxError| DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error)));
    let options = PgConnectOptions::from_str(address.reveal()).map_err(failed)?;
    match timeout(patience, PgConnection::connect_with(&options)).await {
        Ok(connected) => connected.map_err(failed)?.close().await.map_err(failed),
        Err(_) => Err(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)),
    }
}

async fn connect(
    mut options: ConnectOptions,
    settings: &PostgresSettings,
    statement_timeout: Duration,
) -> Result<DatabaseConnection, DbErr> {
    let milliseconds = |duration: Duration| duration.as_millis().to_string();
    let session = [
        ("TimeZone", "UTC".to_owned()),
        ("synchronous_commit", "on".to_owned()),
        ("statement_timeout", milliseconds(statement_timeout)),
        ("lock_timeout", milliseconds(settings.lock_timeout)),
        (
            "idle_in_transaction_session_timeout",
            milliseconds(settings.idle_in_transaction_timeout),
        ),
    ];
    let statement_cache = settings.statement_cache;
    options
        .set_application_name("rapport")
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_postgres_opts(move |options| {
            options
                .statement_cache_capacity(statement_cache)
                .options(session.clone())
        });
    Database::connect(options).await
}
