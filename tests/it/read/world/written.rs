//! Writes rows into databases, the same into all.

use sea_orm::{
    ConnectionTrait, Statement, Value,
    sea_query::{Alias, Expr, ExprTrait, OnConflict, Query},
};
use tests::{Database, Kind};
use uuid::Uuid;

use super::{Cell, Record, World, schema::Table};

/// Rows in one statement: few enough for the placeholders of both databases.
const TOGETHER: usize = 50;

/// Writes all rows. Some refer to each other in a circle, so that keys count at the end only.
pub(in super::super) async fn write(world: &World, database: &Database) {
    let later = match database.kind {
        Kind::Sqlite => "PRAGMA defer_foreign_keys = ON",
        Kind::Postgres => "SET LOCAL session_replication_role = replica",
    };
    let txn = database.db.begin_write().await.expect("a unit of work");
    txn.execute_unprepared(later).await.expect("a setting");
    for table in &world.tables {
        for rows in world.rows(table.name).chunks(TOGETHER) {
            if let Err(error) = txn.execute(&insert(table, rows)).await {
                panic!("rows of {}: {error}", table.name);
            }
        }
    }
    txn.commit().await.expect("rows that refer to rows");
    let analyze = Statement::from_string(database.db.backend, "ANALYZE");
    database.db.write.execute_raw(analyze).await.expect("statistics");
}

/// Whether the rules of a table allow one more row; then it is there.
pub(super) async fn takes<C: ConnectionTrait>(db: &C, table: &Table, row: &Record) -> bool {
    let mut insert = insert(table, std::slice::from_ref(row));
    insert.on_conflict(OnConflict::new().do_nothing().to_owned());
    db.execute(&insert)
        .await
        .is_ok_and(|done| done.rows_affected() == 1)
}

/// Whether the rules of a table allow a change; then it is made.
pub(super) async fn changes<C: ConnectionTrait>(
    db: &C,
    table: &'static str,
    id: Uuid,
    column: &'static str,
    to: &Cell,
) -> bool {
    let update = Query::update()
        .table(Alias::new(table))
        .value(Alias::new(column), value(to))
        .and_where(ExprTrait::eq(Expr::col(Alias::new("id")), id))
        .to_owned();
    db.execute(&update)
        .await
        .is_ok_and(|done| done.rows_affected() == 1)
}

fn insert(table: &Table, rows: &[Record]) -> sea_orm::sea_query::InsertStatement {
    let mut statement = Query::insert();
    statement
        .into_table(Alias::new(table.name))
        .columns(table.columns.iter().map(|column| Alias::new(column.name)));
    for row in rows {
        let values = table.columns.iter().map(|column| value(row.cell(column.name)));
        statement.values(values).expect("a value a column");
    }
    statement
}

fn value(cell: &Cell) -> Expr {
    let value = match cell {
        Cell::Null => return Expr::cust("NULL"),
        Cell::Id(id) => Value::from(*id),
        Cell::Text(text) => text.as_str().into(),
        Cell::Int(number) => (*number).into(),
        Cell::Bool(flag) => (*flag).into(),
        Cell::Date(day) => (*day).into(),
        Cell::Instant(moment) => (*moment).into(),
        Cell::Json(json) => json.clone().into(),
        Cell::Bytes(bytes) => bytes.clone().into(),
    };
    Expr::val(value)
}
