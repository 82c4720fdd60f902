//! What a failure of the database means for whoever asked: try again at once, later, or not at all.

use sea_orm::{
    DbErr, RuntimeErr, SqlxError,
    sqlx::{error::DatabaseError, postgres::PgDatabaseError, sqlite::SqliteError},
};

/// Whether the same transaction, run again from its start, may well succeed: others were in its way.
pub fn transient(error: &DbErr) -> bool {
    match reported(error) {
        Some(Reported::Sqlite(code)) => matches!(code, BUSY | LOCKED),
        Some(Reported::Postgres(state)) => matches!(state.as_str(), "40001" | "40P01"),
        None => false,
    }
}

/// Whether the database is away or overloaded. What a commit that failed so has done is unknown.
pub fn unavailable(error: &DbErr) -> bool {
    match reported(error) {
        Some(Reported::Sqlite(code)) => matches!(code, IO | FULL | CANNOT_OPEN),
        Some(Reported::Postgres(state)) => {
            UNAVAILABLE_CLASSES.iter().any(|class| state.starts_with(class))
                || UNAVAILABLE_STATES.contains(&state.as_str())
        }
        None => matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) || broken(error),
    }
}

const BUSY: u32 = 5;
const LOCKED: u32 = 6;
const IO: u32 = 10;
const FULL: u32 = 13;
const CANNOT_OPEN: u32 = 14;

/// Connection failures, and a server without means.
const UNAVAILABLE_CLASSES: [&str; 2] = ["08", "53"];

/// A lock not had in time, a transaction idle for too long, a statement that took too long, and a server that stops,
/// has crashed, or starts.
const UNAVAILABLE_STATES: [&str; 6] = ["55P03", "25P03", "57014", "57P01", "57P02", "57P03"];

/// What the database itself says of a failure.
enum Reported {
    /// The primary result code.
    Sqlite(u32),
    /// The SQLSTATE.
    Postgres(String),
}

fn reported(error: &DbErr) -> Option<Reported> {
    let SqlxError::Database(error) = driver(error)? else {
        return None;
    };
    let error: &dyn DatabaseError = error.as_ref();
    if let Some(error) = error.try_downcast_ref::<PgDatabaseError>() {
        return Some(Reported::Postgres(error.code().to_owned()));
    }
    let error = error.try_downcast_ref::<SqliteError>()?;
    let extended: u32 = DatabaseError::code(error)?.parse().ok()?;
    Some(Reported::Sqlite(extended & 0xff))
}

/// Whether the connection broke under the statement.
fn broken(error: &DbErr) -> bool {
    matches!(
        driver(error),
        Some(
            SqlxError::Io(_)
                | SqlxError::Tls(_)
                | SqlxError::Protocol(_)
                | SqlxError::PoolTimedOut
                | SqlxError::PoolClosed
                | SqlxError::WorkerCrashed
        )
    )
}

fn driver(error: &DbErr) -> Option<&SqlxError> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}
