use api::kernel::{
    db::Db,
    migrate::{self, MigrateError, StepState},
};
use migration::Migrator;
use sea_orm::{ConnectionTrait, DbErr, Statement};
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager, async_trait};
use tests::{Bare, Database, both, only};

fn all() -> Vec<String> {
    Migrator::migrations()
        .iter()
        .map(|step| step.name().to_owned())
        .collect()
}

both! {
    async fn a_migrated_database_has_nothing_pending(database: Database) {
        let pending = migrate::pending(&database.db).await.expect("an answer");

        assert_eq!(pending, Vec::<String>::new());
    }

    async fn every_step_goes_up_and_down_and_up(database: Bare) {
        let db = &database.db;

        let up = migrate::up(db).await.expect("up");
        let down = migrate::down(db, u32::MAX).await.expect("down");
        let again = migrate::up(db).await.expect("up again");

        assert_eq!([up, down, again], [all(), all(), all()]);
    }

    async fn the_last_step_alone_is_undone(database: Database) {
        let undone = migrate::down(&database.db, 1).await.expect("down");

        assert_eq!(undone, all().split_off(all().len() - 1));
        assert_eq!(migrate::pending(&database.db).await.expect("an answer"), undone);
    }

    async fn a_newer_database_is_refused(database: Database) {
        database
            .db
            .write
            .execute_unprepared("INSERT INTO seaql_migrations VALUES ('m20991231_000000_from_the_future', 0)")
            .await
            .expect("a step of the future");

        let refused = migrate::up(&database.db).await.expect_err("it is refused");

        assert!(matches!(refused, MigrateError::Newer { .. }), "{refused}");
        assert!(refused.to_string().contains("m20991231_000000_from_the_future"), "{refused}");
        assert!(matches!(migrate::pending(&database.db).await, Err(MigrateError::Newer { .. })));
        let last = migrate::status(&database.db).await.expect("the status").pop().expect("a step");
        assert_eq!(last.state, StepState::Unknown);
    }

    async fn a_step_that_fails_leaves_nothing_behind(database: Bare) {
        let db = &database.db;

        let failed = migrate::up_with::<Failing>(db).await.expect_err("it fails");

        assert!(matches!(failed, MigrateError::Database(_)), "{failed}");
        db.write.execute_unprepared("CREATE TABLE half_done (id INT)").await.expect("the table is not there");
    }

    async fn asking_changes_nothing(database: Bare) {
        let db = &database.db;

        let pending = migrate::pending(db).await.expect("an answer");

        assert_eq!(pending, all());
        assert!(!SchemaManager::new(&db.read).has_table("seaql_migrations").await.expect("an answer"));
    }
}

only! { Postgres:
    async fn three_nodes_that_start_at_once_run_one_migration(database: Bare) {
        let nodes: [Db; 3] = [database.open_again().await, database.open_again().await, database.open_again().await];

        let outcomes = tokio::join!(migrate::up(&nodes[0]), migrate::up(&nodes[1]), migrate::up(&nodes[2]));

        let mut taken = [outcomes.0.expect("one"), outcomes.1.expect("two"), outcomes.2.expect("three")].concat();
        taken.sort();
        assert_eq!(taken, all());
    }
}

only! { Sqlite:
    async fn a_migration_that_leaves_dangling_rows_is_undone_on_sqlite(database: Bare) {
        let refused = migrate::up_with::<Dangling>(&database.db).await.expect_err("it is refused");

        assert!(matches!(&refused, MigrateError::Dangling { tables } if tables == "child"), "{refused}");
        let count = Statement::from_string(database.db.backend, "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'child'");
        let row = database.db.read.query_one_raw(count).await.expect("an answer").expect("a row");
        assert_eq!(row.try_get_by_index::<i32>(0).expect("a number"), 0);
    }
}

/// Makes a table, and then fails.
struct Failing;

/// Leaves a row that refers to nothing.
struct Dangling;

#[async_trait::async_trait]
impl MigratorTrait for Failing {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Statements(
            "m1_failing",
            &["CREATE TABLE half_done (id INT)", "this is no statement"],
        ))]
    }
}

#[async_trait::async_trait]
impl MigratorTrait for Dangling {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Statements(
            "m1_dangling",
            &[
                "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
                "CREATE TABLE child (parent_id INTEGER REFERENCES parent (id))",
                "INSERT INTO child VALUES (1)",
            ],
        ))]
    }
}

struct Statements(&'static str, &'static [&'static str]);

impl MigrationName for Statements {
    fn name(&self) -> &str {
        self.0
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Statements {
    #[expect(
        elided_lifetimes_in_paths,
        reason = "the trait's own lifetimes are elided too, and must agree"
    )]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in self.1 {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
