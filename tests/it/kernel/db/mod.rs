//! The database, by what it promises to the rest of the program.

mod postgres;
mod sqlite;
mod writers;

use api::kernel::db::Db;
use sea_orm::{ConnectionTrait, Statement};

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
