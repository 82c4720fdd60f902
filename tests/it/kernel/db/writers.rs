use api::kernel::db::{Db, transient, unavailable};
use sea_orm::{ConnectionTrait, DbErr};
use tests::{Database, Kind, both};
use tokio::task::JoinSet;

use super::{answer, run};

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
