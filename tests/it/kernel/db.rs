use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use api::{
    config::{DatabaseSettings, Settings},
    kernel::db::{Db, OpenError, transient, unavailable},
};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement, TransactionTrait};
use tests::{Database, Kind, Scratch, both, only};
use tokio::task::JoinSet;

async fn run(db: &Db, statement: &str) {
    db.write.execute_unprepared(statement).await.expect(statement);
}

async fn answer(connection: &impl ConnectionTrait, question: &str) -> String {
    let question = Statement::from_string(connection.get_database_backend(), question);
    let row = connection
        .query_one_raw(question)
        .await
        .expect("an answer")
        .expect("a row");
    row.try_get_by_index::<String>(0)
        .or_else(|_| row.try_get_by_index::<i32>(0).map(|number| number.to_string()))
        .or_else(|_| row.try_get_by_index::<i64>(0).map(|number| number.to_string()))
        .expect("a text or a number")
}

/// Adds one to the only counter, by reading it and writing what follows.
async fn count_one(db: &Db, lock: &str) -> Result<(), DbErr> {
    let transaction = db.begin_write().await?;
    let value: i64 = answer(&transaction, &format!("SELECT value FROM counters {lock}"))
        .await
        .parse()
        .expect("a number");
    transaction
        .execute_unprepared(&format!("UPDATE counters SET value = {}", value + 1))
        .await?;
    transaction.commit().await
}

both! {
    async fn no_increment_is_lost_among_eight_writers(database: Database) {
        let db = &database.db;
        run(db, "CREATE TABLE counters (value BIGINT NOT NULL)").await;
        run(db, "INSERT INTO counters VALUES (0)").await;
        let lock = match database.kind {
            Kind::Sqlite => "",
            Kind::Postgres => "FOR UPDATE",
        };

        let mut writers = JoinSet::new();
        for _ in 0..8 {
            let db = db.clone();
            writers.spawn(async move {
                for _ in 0..25 {
                    count_one(&db, lock).await.expect("an increment");
                }
            });
        }
        writers.join_all().await;

        assert_eq!(answer(&db.read, "SELECT value FROM counters").await, "200");
    }

    async fn a_transaction_that_is_dropped_leaves_nothing(database: Database) {
        let db = &database.db;
        run(db, "CREATE TABLE counters (value BIGINT NOT NULL)").await;

        let transaction = db.begin_write().await.expect("a transaction");
        transaction.execute_unprepared("INSERT INTO counters VALUES (1)").await.expect("a row");
        drop(transaction);

        run(db, "INSERT INTO counters VALUES (2)").await;
        assert_eq!(answer(&db.read, "SELECT COUNT(*) FROM counters").await, "1");
    }

    async fn a_closed_database_is_unavailable(database: Database) {
        let db = database.db.clone();

        db.clone().close().await.expect("it closes");

        let error = db.ping().await.expect_err("it is closed");
        assert!(unavailable(&error), "{error}");
        assert!(!transient(&error), "{error}");
    }

    async fn a_statement_that_is_wrong_is_neither_transient_nor_unavailable(database: Database) {
        let error = database.db.read.execute_unprepared("SELECT nothing FROM nowhere").await.expect_err("it is wrong");

        assert!(!transient(&error) && !unavailable(&error), "{error}");
    }
}

/// A database of its own with the settings that hold where none are set.
async fn standard(folder: &Scratch) -> Db {
    Db::open(&at(&folder.path().join("standard.sqlite")))
        .await
        .expect("it opens")
}

fn at(path: &Path) -> DatabaseSettings {
    let mut settings = Settings::standard().expect("the defaults").database;
    settings.url = format!("sqlite://{}", path.display())
        .parse()
        .expect("an address");
    settings
}

#[tokio::test]
async fn every_connection_to_sqlite_is_set_up_alike() {
    let folder = Scratch::new();
    let db = standard(&folder).await;

    let mut found = Vec::new();
    for connection in [&db.write, &db.read, &db.read] {
        let held = connection.begin().await.expect("a transaction");
        for pragma in PRAGMAS {
            found.push(format!(
                "{} = {}",
                pragma,
                answer(&held, &format!("PRAGMA {pragma}")).await
            ));
        }
        std::mem::forget(held);
    }

    assert_eq!(found, EXPECTED.repeat(3));
}

const PRAGMAS: [&str; 9] = [
    "journal_mode",
    "synchronous",
    "foreign_keys",
    "busy_timeout",
    "trusted_schema",
    "journal_size_limit",
    "temp_store",
    "cache_size",
    "mmap_size",
];

const EXPECTED: [&str; 9] = [
    "journal_mode = wal",
    "synchronous = 2",
    "foreign_keys = 1",
    "busy_timeout = 5000",
    "trusted_schema = 0",
    "journal_size_limit = 67108864",
    "temp_store = 2",
    "cache_size = -65536",
    "mmap_size = 268435456",
];

#[tokio::test]
async fn a_reader_of_sqlite_cannot_write() {
    let folder = Scratch::new();
    let db = standard(&folder).await;

    let error = db
        .read
        .execute_unprepared("CREATE TABLE t (a)")
        .await
        .expect_err("it is refused");

    assert!(error.to_string().contains("readonly"), "{error}");
}

#[tokio::test]
async fn the_folder_of_the_file_is_made() {
    let folder = Scratch::new();
    let path = folder.path().join("a/b/c.sqlite");

    let db = Db::open(&at(&path)).await.expect("it opens");

    db.close().await.expect("it closes");
    assert!(path.is_file());
}

#[tokio::test]
async fn an_open_file_is_refused_to_a_second_who_asks() {
    let folder = Scratch::new();
    let first = standard(&folder).await;

    let refused = Db::open(first.settings()).await.expect_err("it is in use");

    assert!(matches!(refused, OpenError::InUse { .. }), "{refused}");
    let words = refused.to_string();
    assert!(
        words.contains("standard.sqlite is in use by another process"),
        "{words}"
    );
    assert!(words.contains(&std::process::id().to_string()), "{words}");
}

#[tokio::test]
async fn a_closed_file_is_whole_by_itself_and_free() {
    let folder = Scratch::new();
    let first = standard(&folder).await;
    run(&first, "CREATE TABLE t (a)").await;

    let settings = first.settings().clone();
    first.close().await.expect("it closes");

    assert!(!folder.path().join("standard.sqlite-wal").exists());
    let second = Db::open(&settings).await.expect("it is free");
    assert_eq!(answer(&second.read, "SELECT COUNT(*) FROM t").await, "0");
}

#[tokio::test]
async fn a_second_writer_of_the_same_rows_is_told_to_try_again() {
    let folder = Scratch::new();
    let mut settings = at(&folder.path().join("busy.sqlite"));
    settings.sqlite.busy_timeout = Duration::ZERO;
    let db = Db::open(&settings).await.expect("it opens");
    run(&db, "CREATE TABLE t (a)").await;
    let _first = db.begin_write().await.expect("the first writes");
    let stranger = raw_connection(folder.path().join("busy.sqlite")).await;

    let error = stranger
        .execute_unprepared("INSERT INTO t VALUES (1)")
        .await
        .expect_err("the file is locked");

    assert!(transient(&error), "{error}");
}

async fn raw_connection(path: PathBuf) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new("sqlite://");
    options.map_sqlx_sqlite_opts(move |options| options.filename(&path).busy_timeout(Duration::ZERO));
    sea_orm::Database::connect(options).await.expect("a connection")
}

const SESSION: [&str; 5] = [
    "statement_timeout",
    "lock_timeout",
    "idle_in_transaction_session_timeout",
    "TimeZone",
    "synchronous_commit",
];

only! { Postgres:
    async fn a_session_on_postgresql_is_bounded(database: Database) {
        let mut found = Vec::new();
        for setting in SESSION {
            found.push(answer(&database.db.write, &format!("SHOW {setting}")).await);
        }

        assert_eq!(found, ["5s", "2s", "10s", "UTC", "on"]);
    }

    async fn a_deadlock_on_postgresql_is_transient(database: Database) {
        let db = &database.db;
        run(db, "CREATE TABLE t (a INT); INSERT INTO t VALUES (1), (2)").await;
        let (one, two) = (db.begin_write().await.expect("one"), db.begin_write().await.expect("two"));
        one.execute_unprepared("UPDATE t SET a = a WHERE a = 1").await.expect("one has the first row");
        two.execute_unprepared("UPDATE t SET a = a WHERE a = 2").await.expect("two has the second row");

        let (first, second) = tokio::join!(
            one.execute_unprepared("UPDATE t SET a = a WHERE a = 2"),
            two.execute_unprepared("UPDATE t SET a = a WHERE a = 1"),
        );

        let error = first.and(second).expect_err("one of them gives way");
        assert!(transient(&error), "{error}");
        assert_eq!(db.backend, DbBackend::Postgres);
    }

    async fn a_pool_that_is_used_up_is_unavailable(database: Database) {
        let mut settings = database.settings();
        settings.postgres.connections = 2;
        settings.postgres.acquire_timeout = Duration::from_millis(50);
        let db = Db::open(&settings).await.expect("it opens");
        let _one = db.begin_write().await.expect("one");
        let _two = db.begin_write().await.expect("two");

        let error = db.ping().await.expect_err("no connection is free");

        assert!(unavailable(&error), "{error}");
    }
}
