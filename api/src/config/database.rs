//! Where the data is, and how it is reached.

use std::{fmt, path::PathBuf, str::FromStr, time::Duration};

use sea_orm::sqlx::postgres::PgConnectOptions;
use serde::{Deserialize, Serialize, Serializer};

use super::duration;

/// Where the data is, and how it is reached.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseSettings {
    /// Where the data is.
    pub url: DatabaseUrl,
    /// How long a start waits for another node that is migrating.
    #[serde(with = "duration")]
    pub migration_wait: Duration,
    /// How an SQLite file is used.
    pub sqlite: SqliteSettings,
    /// How a PostgreSQL server is used.
    pub postgres: PostgresSettings,
}

/// How an SQLite file is used.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SqliteSettings {
    /// How many connections read at the same time; one more writes.
    pub readers: u32,
    /// How long a request waits for a connection.
    #[serde(with = "duration")]
    pub acquire_timeout: Duration,
    /// How long a statement waits for a lock on the file.
    #[serde(with = "duration")]
    pub busy_timeout: Duration,
    /// When a commit counts as done.
    pub synchronous: Synchronous,
    /// Page cache of each connection, in KiB.
    pub cache_kib: u32,
    /// How much of the file is mapped into memory, in MiB.
    pub mmap_mib: u32,
    /// Prepared statements kept by each connection.
    pub statement_cache: usize,
}

/// How a PostgreSQL server is used.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PostgresSettings {
    /// Connections of this node.
    pub connections: u32,
    /// How long a request waits for a connection.
    #[serde(with = "duration")]
    pub acquire_timeout: Duration,
    /// A connection unused for so long is tried before it is used again.
    #[serde(with = "duration")]
    pub test_after_idle: Duration,
    /// A connection is replaced at this age.
    #[serde(with = "duration")]
    pub max_lifetime: Duration,
    /// The longest a statement may take.
    #[serde(with = "duration")]
    pub statement_timeout: Duration,
    /// The longest a statement waits for a lock.
    #[serde(with = "duration")]
    pub lock_timeout: Duration,
    /// The longest a transaction may do nothing.
    #[serde(with = "duration")]
    pub idle_in_transaction_timeout: Duration,
    /// Prepared statements kept by each connection.
    pub statement_cache: usize,
}

/// When a commit on SQLite counts as done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Synchronous {
    /// When it is on the disk: no power cut undoes it.
    Full,
    /// When the system has it: a power cut may undo the last commits, but harms nothing else.
    Normal,
    /// At once: a power cut may destroy the file. For data that can be thrown away.
    Off,
}

impl Synchronous {
    /// The word that SQLite knows it by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "FULL",
            Self::Normal => "NORMAL",
            Self::Off => "OFF",
        }
    }
}

/// Where the data is: an SQLite file or a PostgreSQL database. Its password is never shown.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum DatabaseUrl {
    /// The file at this path, made when it is missing.
    Sqlite(PathBuf),
    /// The database that this address names.
    Postgres(PostgresUrl),
}

/// The address of a PostgreSQL database. It is kept whole and shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl(String);

impl PostgresUrl {
    /// The whole address, for whoever connects.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for DatabaseUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            return sqlite(path.strip_prefix("//").unwrap_or(path));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            // The driver's own words may repeat the address, and with it the password.
            return match PgConnectOptions::from_str(text) {
                Ok(_) => Ok(Self::Postgres(PostgresUrl(text.to_owned()))),
                Err(_) => {
                    Err("the address is not of the form postgres://user:password@host:port/name".to_owned())
                }
            };
        }
        Err("a database is named by sqlite://path/to/file or postgres://user:password@host/name".to_owned())
    }
}

fn sqlite(path: &str) -> Result<DatabaseUrl, String> {
    if path.is_empty() {
        return Err("sqlite:// needs the path of a file, for example sqlite://rapport.sqlite".to_owned());
    }
    if path.contains(":memory:") {
        return Err("a database in memory cannot be shared by its readers: name a file".to_owned());
    }
    if path.contains('?') {
        return Err("sqlite:// takes a path without parameters: they are settings of their own".to_owned());
    }
    Ok(DatabaseUrl::Sqlite(PathBuf::from(path)))
}

impl TryFrom<String> for DatabaseUrl {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(out, "sqlite://{}", path.display()),
            Self::Postgres(PostgresUrl(address)) => out.write_str(&without_password(address)),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl Serialize for DatabaseUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Parameters of an address that hold nothing secret.
const OPEN_PARAMETERS: [&str; 6] = ["host", "port", "dbname", "user", "sslmode", "application_name"];

/// The address with `***` for the password before the host and for every parameter that could hold a secret.
fn without_password(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("postgres", address));
    let (place, parameters) = match rest.split_once('?') {
        Some((place, parameters)) => (place, Some(parameters)),
        None => (rest, None),
    };
    let place = match place.rsplit_once('@') {
        Some((who, place)) => match who.split_once(':') {
            Some((user, _)) => format!("{user}:***@{place}"),
            None => format!("{who}@{place}"),
        },
        None => place.to_owned(),
    };
    let Some(parameters) = parameters else {
        return format!("{scheme}://{place}");
    };
    let shown = parameters
        .split('&')
        .map(|parameter| match parameter.split_once('=') {
            Some((name, _)) if !OPEN_PARAMETERS.contains(&name) => format!("{name}=***"),
            _ => parameter.to_owned(),
        });
    format!("{scheme}://{place}?{}", shown.collect::<Vec<_>>().join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match text.parse::<DatabaseUrl>() {
            Ok(url) => url.to_string(),
            Err(error) => format!("error: {error}"),
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(
            shown("postgres://ada:s3cret@db.example/rapport"),
            "postgres://ada:***@db.example/rapport"
        );
        assert_eq!(
            shown("postgres://ada:s@cret@db/r?password=s3cret&sslmode=require"),
            "postgres://ada:***@db/r?password=***&sslmode=require"
        );
        assert_eq!(
            shown("postgresql://ada@db/rapport"),
            "postgresql://ada@db/rapport"
        );
    }

    #[test]
    fn an_address_that_cannot_be_read_is_not_repeated() {
        assert!(!shown("postgres://ada:s3cret@db:notaport/rapport").contains("s3cret"));
        assert!(!shown("mysql://ada:s3cret@db/rapport").contains("s3cret"));
    }

    #[test]
    fn a_file_is_named_by_its_path() {
        assert_eq!(
            "sqlite:///var/lib/r.sqlite".parse(),
            Ok(DatabaseUrl::Sqlite("/var/lib/r.sqlite".into()))
        );
        assert_eq!(
            "sqlite://data/r.sqlite".parse(),
            Ok(DatabaseUrl::Sqlite("data/r.sqlite".into()))
        );
        assert_eq!(
            "sqlite:r.sqlite".parse(),
            Ok(DatabaseUrl::Sqlite("r.sqlite".into()))
        );
    }

    #[test]
    fn a_database_in_memory_is_refused() {
        assert!(shown("sqlite::memory:").starts_with("error: a database in memory"));
        assert!(shown("sqlite://").starts_with("error: sqlite:// needs the path"));
    }
}
