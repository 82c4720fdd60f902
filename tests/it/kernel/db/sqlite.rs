use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use api::{
    config::{DatabaseSettings, Settings},
    kernel::db::{Db, OpenError, transient},
};
use sea_orm::{ConnectionTrait, DatabaseConnection, TransactionTrait};
use tests::Scratch;

use super::{answer, run};

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

    let (mut found, mut held) = (Vec::new(), Vec::new());
    for connection in [&db.write, &db.read, &db.read] {
        let transaction = connection.begin().await.expect("a transaction");
        for pragma in PRAGMAS {
            found.push(format!(
                "{} = {}",
                pragma,
                answer(&transaction, &format!("PRAGMA {pragma}")).await
            ));
        }
        held.push(transaction);
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
async fn what_sqlite_learnt_of_its_tables_is_kept_but_does_not_make_it_plan_each_time() {
    let folder = Scratch::new();
    let first = standard(&folder).await;
    run(&first, "CREATE TABLE t (a INTEGER); CREATE INDEX t_a ON t (a)").await;
    run(
        &first,
        "INSERT INTO t SELECT value FROM json_each('[1,2,3,4,5]'); ANALYZE",
    )
    .await;
    let statistics = "SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE name LIKE 'sqlite_stat%' ORDER BY 1)";
    assert_eq!(answer(&first.read, statistics).await, "sqlite_stat1,sqlite_stat4");

    let settings = first.settings().clone();
    first.close().await.expect("it closes");

    let second = Db::open(&settings).await.expect("it opens again");
    assert_eq!(answer(&second.read, statistics).await, "sqlite_stat1");
}

#[tokio::test]
async fn a_second_writer_of_the_same_rows_is_told_to_try_again() {
    let folder = Scratch::new();
    let settings = at(&folder.path().join("busy.sqlite"));
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
