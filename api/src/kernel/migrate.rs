//! Brings the database to the shape that this program knows, by one runner at a time.

use std::time::Duration;

use migration::Migrator;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
    sea_query::{Order, Query},
};
use sea_orm_migration::{MigratorTrait, SchemaManager};
use tokio::time::{Instant, sleep};

use super::db::{self, Db};

/// Where the database keeps the names of the steps it has taken.
const TABLE: &str = "seaql_migrations";

/// Identifies the lock on PostgreSQL that the one who migrates holds: the letters "rapport" as a number.
const LOCK: i64 = 0x0072_6170_706F_7274;

/// How often a step that could not get its locks is tried again.
const TRIES: u32 = 5;

/// A step on the way to the shape of the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it is called.
    pub name: String,
    /// Whether it was taken.
    pub state: StepState,
}

/// Whether a step was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// The database has taken it.
    Applied,
    /// The database has yet to take it.
    Pending,
    /// The database has taken it, and this program does not know it: a newer one made it.
    Unknown,
}

/// Why the database could not be brought to its shape.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// A newer program has been here.
    #[error(
        "the database is newer than this program: it has taken {}, which this program does not know; start a newer one",
        steps.join(", ")
    )]
    Newer {
        /// The steps that are not known.
        steps: Vec<String>,
    },
    /// Another node did not finish in time.
    #[error("another node has been migrating this database for {} seconds", waited.as_secs())]
    Waiting {
        /// How long we waited.
        waited: Duration,
    },
    /// Rows would refer to rows that are not there.
    #[error("the migration would leave rows of {tables} that refer to nothing; it was undone")]
    Dangling {
        /// The tables of such rows.
        tables: String,
    },
    /// The database refused a statement.
    #[error("the migration failed")]
    Database(#[from] DbErr),
}

/// Takes all steps that are still to be taken, and names them. Of several nodes that start at once, one takes them and the
/// others wait.
///
/// # Errors
/// When the database is newer than this program, when another node takes too long, or when a step fails; then the database
/// is as it was before that step.
pub async fn up(db: &Db) -> Result<Vec<String>, MigrateError> {
    up_with::<Migrator>(db).await
}

/// As [`up`], with steps of one's own.
///
/// # Errors
/// As those of [`up`].
pub async fn up_with<M: MigratorTrait>(db: &Db) -> Result<Vec<String>, MigrateError> {
    let todo = pending_of::<M>(&db.write).await?;
    if todo.is_empty() {
        return Ok(todo);
    }
    alone::<M>(db, Direction::Up).await
}

/// Undoes the last steps, and names them.
///
/// # Errors
/// As those of [`up`].
pub async fn down(db: &Db, steps: u32) -> Result<Vec<String>, MigrateError> {
    down_with::<Migrator>(db, steps).await
}

/// As [`down`], with steps of one's own.
///
/// # Errors
/// As those of [`up`].
pub async fn down_with<M: MigratorTrait>(db: &Db, steps: u32) -> Result<Vec<String>, MigrateError> {
    alone::<M>(db, Direction::Down(steps)).await
}

/// All steps: those this program knows, in their order, then those it does not.
///
/// # Errors
/// When the database does not answer.
pub async fn status(db: &Db) -> Result<Vec<Step>, MigrateError> {
    Ok(steps_of::<Migrator>(&db.read).await?)
}

/// The steps that are still to be taken. It only reads.
///
/// # Errors
/// When the database is newer than this program, or does not answer.
pub async fn pending(db: &Db) -> Result<Vec<String>, MigrateError> {
    pending_of::<Migrator>(&db.read).await
}

#[derive(Clone, Copy)]
enum Direction {
    Up,
    Down(u32),
}

async fn steps_of<M: MigratorTrait>(connection: &DatabaseConnection) -> Result<Vec<Step>, DbErr> {
    let known: Vec<String> = M::migrations()
        .iter()
        .map(|step| step.name().to_owned())
        .collect();
    let applied = applied(connection).await?;
    let unknown = applied.iter().filter(|name| !known.contains(name)).cloned();
    let unknown: Vec<_> = unknown
        .map(|name| Step {
            name,
            state: StepState::Unknown,
        })
        .collect();
    let known = known.into_iter().map(|name| {
        let state = if applied.contains(&name) {
            StepState::Applied
        } else {
            StepState::Pending
        };
        Step { name, state }
    });
    Ok(known.chain(unknown).collect())
}

async fn pending_of<M: MigratorTrait>(connection: &DatabaseConnection) -> Result<Vec<String>, MigrateError> {
    let steps = steps_of::<M>(connection).await?;
    let named = |state| {
        steps
            .iter()
            .filter(move |step| step.state == state)
            .map(|step| step.name.clone())
    };
    let unknown: Vec<_> = named(StepState::Unknown).collect();
    if !unknown.is_empty() {
        return Err(MigrateError::Newer { steps: unknown });
    }
    Ok(named(StepState::Pending).collect())
}

async fn applied(connection: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    if !SchemaManager::new(connection).has_table(TABLE).await? {
        return Ok(Vec::new());
    }
    let statement = Query::select()
        .column("version")
        .from(TABLE)
        .order_by("version", Order::Asc)
        .take();
    let rows = connection.query_all(&statement).await?;
    rows.iter().map(|row| row.try_get("", "version")).collect()
}

/// Migrates on a connection of its own, which is closed whatever comes.
async fn alone<M: MigratorTrait>(db: &Db, direction: Direction) -> Result<Vec<String>, MigrateError> {
    let connection = db.for_migrations().await?;
    let outcome = match db.backend {
        DbBackend::Sqlite => on_sqlite::<M>(&connection, direction).await,
        _ => on_postgres::<M>(&connection, direction, db.settings().migration_wait).await,
    };
    connection.close().await?;
    outcome
}

/// All steps in one transaction, which keeps every other writer out and is undone whole when one step fails.
async fn on_sqlite<M: MigratorTrait>(
    connection: &DatabaseConnection,
    direction: Direction,
) -> Result<Vec<String>, MigrateError> {
    let immediate = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let before = pending_of::<M>(connection).await?;
    let transaction = connection.begin_with_options(immediate).await?;
    match direction {
        Direction::Up => M::up(&transaction, None).await?,
        Direction::Down(steps) => M::down(&transaction, Some(steps)).await?,
    }
    let check = Statement::from_string(
        DbBackend::Sqlite,
        "SELECT DISTINCT \"table\" FROM pragma_foreign_key_check",
    );
    let dangling = transaction.query_all_raw(check).await?;
    if !dangling.is_empty() {
        let tables: Result<Vec<String>, _> = dangling.iter().map(|row| row.try_get("", "table")).collect();
        return Err(MigrateError::Dangling {
            tables: tables?.join(", "),
        });
    }
    transaction.commit().await?;
    moved::<M>(connection, &before).await
}

/// Each step in a transaction of its own, under a lock that the connection holds.
async fn on_postgres<M: MigratorTrait>(
    connection: &DatabaseConnection,
    direction: Direction,
    patience: Duration,
) -> Result<Vec<String>, MigrateError> {
    lock(connection, patience).await?;
    let before = pending_of::<M>(connection).await?;
    let mut tries = 1;
    loop {
        let outcome = match direction {
            Direction::Up => M::up(connection, None).await,
            Direction::Down(steps) => M::down(connection, Some(steps)).await,
        };
        match outcome {
            Ok(()) => return moved::<M>(connection, &before).await,
            // Only a step upwards can be repeated without counting how many were taken before it failed.
            Err(error) if tries < TRIES && matches!(direction, Direction::Up) && in_the_way(&error) => {
                tracing::warn!(%error, tries, "a migration waits for its locks");
                tries += 1;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

fn in_the_way(error: &DbErr) -> bool {
    db::transient(error) || db::unavailable(error)
}

/// Waits for the lock by asking again and again: a statement that waited would hold a snapshot, and an index that is being
/// built concurrently by the other node waits for the end of all snapshots.
async fn lock(connection: &DatabaseConnection, patience: Duration) -> Result<(), MigrateError> {
    let began = Instant::now();
    loop {
        let ask = Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT pg_try_advisory_lock($1) AS held",
            [LOCK.into()],
        );
        let held = match connection.query_one_raw(ask).await? {
            Some(row) => row.try_get("", "held")?,
            None => false,
        };
        if held {
            return Ok(());
        }
        if began.elapsed() >= patience {
            return Err(MigrateError::Waiting { waited: patience });
        }
        sleep(Duration::from_millis(100)).await;
    }
}

/// The steps whose state is no longer what it was.
async fn moved<M: MigratorTrait>(
    connection: &DatabaseConnection,
    before: &[String],
) -> Result<Vec<String>, MigrateError> {
    let after = pending_of::<M>(connection).await?;
    let taken = before.iter().filter(|step| !after.contains(step));
    let undone = after.iter().filter(|step| !before.contains(step));
    Ok(taken.chain(undone).cloned().collect())
}
