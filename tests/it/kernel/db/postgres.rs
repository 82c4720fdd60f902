use std::time::Duration;

use api::kernel::db::{Db, transient, unavailable};
use sea_orm::{ConnectionTrait, DbBackend};
use tests::{Database, only};

use super::{answer, run};

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
        // Long enough to connect on a machine that is busy.
        settings.postgres.acquire_timeout = Duration::from_secs(1);
        let db = Db::open(&settings).await.expect("it opens");
        let _one = db.begin_write().await.expect("one");
        let _two = db.begin_write().await.expect("two");

        let error = db.ping().await.expect_err("no connection is free");

        assert!(unavailable(&error), "{error}");
    }
}
