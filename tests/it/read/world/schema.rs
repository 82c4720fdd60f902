//! The tables as the migrations make them: columns, and what these refer to.

use std::collections::BTreeSet;

use api::read::{Link, Resource, Shape, catalog};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Id,
    Text,
    Int,
    Bool,
    Date,
    Instant,
    Json,
    Bytes,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Type,
    pub(super) null: bool,
    /// The table that it refers to.
    pub(super) to: Option<&'static str>,
    /// Whether a foreign key sees to it that the row is there.
    pub(super) is_guarded: bool,
}

/// A table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: Vec<Column>,
}

/// Tables that reads go to beside those of the declarations.
const OTHERS: [&str; 3] = ["users", "external_ids", "custom_values"];
/// Of these, the ones whose rows belong to records of many kinds.
const OF_ANY: [&str; 2] = ["external_ids", "custom_values"];

/// All tables that reads go to, each after those that its rows cannot do without.
pub(super) async fn tables<C: ConnectionTrait>(db: &C) -> Vec<Table> {
    let mut names: BTreeSet<&'static str> = OTHERS.into_iter().collect();
    for resource in catalog().all() {
        names.insert(resource.table());
        names.extend(resource.fields.iter().filter_map(|field| match field.shape {
            Shape::Many {
                link: Link::Through { table, .. },
                ..
            } => Some(table),
            _ => None,
        }));
    }
    let mut tables = vec![];
    for name in names {
        tables.push(Table {
            name,
            columns: columns(db, name).await,
        });
    }
    in_order(tables)
}

/// Tables that refer to rows of any kind come last, so that there are some of every kind.
fn in_order(mut left: Vec<Table>) -> Vec<Table> {
    let mut done: Vec<Table> = vec![];
    while !left.is_empty() {
        let waits = |table: &Table, also_null: bool| {
            let mut needed = table
                .columns
                .iter()
                .filter(|column| column.is_guarded && (also_null || !column.null));
            needed.any(|column| {
                column.to != Some(table.name) && left.iter().any(|left| column.to == Some(left.name))
            })
        };
        let next = [(false, true), (false, false), (true, true), (true, false)]
            .into_iter()
            .find_map(|(last, also_null)| {
                left.iter()
                    .position(|table| refers_to_any(table.name) == last && !waits(table, also_null))
            });
        done.push(left.remove(next.expect("tables whose rows can be made one after the other")));
    }
    done
}

/// Whether rows of a table refer to rows of any kind.
fn refers_to_any(table: &str) -> bool {
    let mut declared = catalog()
        .all()
        .iter()
        .filter(|resource| resource.table() == table);
    let names_any = |resource: &Resource| {
        let mut fields = resource.fields.iter();
        fields.any(|field| matches!(field.shape, Shape::AnyNode { .. }))
    };
    OF_ANY.contains(&table) || declared.any(names_any)
}

async fn columns<C: ConnectionTrait>(db: &C, table: &'static str) -> Vec<Column> {
    let keys = ask(db, &format!("PRAGMA foreign_key_list({table})")).await;
    let keys: Vec<(String, String)> = keys
        .iter()
        .map(|key| (text(key, "from"), text(key, "table")))
        .collect();
    let columns = ask(db, &format!("PRAGMA table_info({table})")).await;
    // SQLite numbers searched rows for itself.
    let columns = columns
        .iter()
        .filter(|column| text(column, "name") != "search_row");
    columns
        .map(|column| {
            let name: &'static str = text(column, "name").leak();
            let key = keys.iter().find(|(from, _)| from == name && name != "agency_id");
            let to = key.map(|(_, to)| &*to.clone().leak());
            Column {
                name,
                kind: kind(&text(column, "type")),
                null: column.try_get::<i32>("", "notnull").expect("a flag") == 0,
                to: to.or_else(|| declared(table, name)),
                is_guarded: to.is_some(),
            }
        })
        .collect()
}

/// The table that a column without a foreign key refers to.
fn declared(table: &str, column: &str) -> Option<&'static str> {
    let resource = catalog()
        .all()
        .iter()
        .find(|resource| resource.table() == table)?;
    let relation = resource.fields.iter().find_map(|field| match field.shape {
        Shape::One { to, key } if key == column => catalog().named(to),
        _ => None,
    });
    let named = || {
        let stem = column.strip_suffix("_id")?;
        catalog()
            .all()
            .iter()
            .find(|resource| resource.table().strip_suffix('s') == Some(stem))
    };
    relation.or_else(named).map(Resource::table)
}

fn kind(declared: &str) -> Type {
    let declared = declared.to_ascii_lowercase();
    match declared.as_str() {
        "uuid_text" => Type::Id,
        "integer" | "bigint" => Type::Int,
        "boolean" => Type::Bool,
        "date_text" => Type::Date,
        "timestamp_with_timezone_text" => Type::Instant,
        "jsonb_text" => Type::Json,
        "blob" => Type::Bytes,
        text if text == "text" || text.starts_with("varchar") => Type::Text,
        other => panic!("columns of {other} cannot be made"),
    }
}

async fn ask<C: ConnectionTrait>(db: &C, sql: &str) -> Vec<QueryResult> {
    db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql))
        .await
        .expect("rows")
}

fn text(row: &QueryResult, column: &str) -> String {
    row.try_get("", column).expect("a text")
}
