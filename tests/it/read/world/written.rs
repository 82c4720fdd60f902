//! Writes the rows into a database, the same on both.

use sea_orm::{
    ConnectionTrait, Value,
    sea_query::{Alias, Expr, ExprTrait, Query},
};

use super::{
    Cell, World,
    tables::{self, Table},
};

/// Rows in one statement: few enough for the placeholders of both databases.
const TOGETHER: usize = 50;

/// Columns of members that refer to tables which refer to members: they are set at the end.
const AT_THE_END: [&str; 2] = ["client_id", "contact_id"];

/// Writes all rows.
pub(in super::super) async fn write<C: ConnectionTrait>(world: &World, db: &C) {
    for table in tables::all() {
        for rows in world.rows(table.name).chunks(TOGETHER) {
            insert(db, &table, rows).await;
        }
    }
    for member in world.rows("memberships") {
        for column in AT_THE_END
            .into_iter()
            .filter(|column| !member.cell(column).is_null())
        {
            let update = Query::update()
                .table(Alias::new("memberships"))
                .value(Alias::new(column), value(member.cell(column)))
                .and_where(ExprTrait::eq(Expr::col(Alias::new("id")), member.id()))
                .to_owned();
            db.execute(&update).await.expect("a member's client");
        }
    }
}

async fn insert<C: ConnectionTrait>(db: &C, table: &Table, rows: &[super::Record]) {
    let mut statement = Query::insert();
    statement
        .into_table(Alias::new(table.name))
        .columns(table.columns.iter().map(|column| Alias::new(column.name)));
    for row in rows {
        let values = table.columns.iter().map(|column| {
            let later = table.name == "memberships" && AT_THE_END.contains(&column.name);
            match row.cell(column.name) {
                Cell::Null => Expr::cust("NULL"),
                _ if later => Expr::cust("NULL"),
                cell => value(cell),
            }
        });
        statement.values(values).expect("a value a column");
    }
    if let Err(error) = db.execute(&statement).await {
        panic!("rows of {}: {error}", table.name);
    }
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
    };
    Expr::val(value)
}
