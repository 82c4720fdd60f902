//! The tables of a database, as its own catalogue has them.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, QueryResult, Statement};
use tests::{Database, Kind};

/// A table.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) indexes: Vec<Index>,
    pub(super) keys: Vec<ForeignKey>,
}

/// A column, in the order of the table.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) holds: Holds,
    pub(super) is_null: bool,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Uuid,
    Text,
    Int,
    BigInt,
    Bool,
    Date,
    Instant,
    Json,
    Bytes,
}

impl Holds {
    /// What a column of this type holds; the type as the database calls it.
    fn of(kind: Kind, name: &str) -> Self {
        let plain = name.split('(').next().unwrap_or(name);
        match (kind, plain) {
            (Kind::Sqlite, "uuid_text") | (Kind::Postgres, "uuid") => Self::Uuid,
            (Kind::Sqlite, "varchar") | (Kind::Postgres, "character varying") | (_, "text") => Self::Text,
            (_, "integer") => Self::Int,
            (_, "bigint") => Self::BigInt,
            (_, "boolean") => Self::Bool,
            (Kind::Sqlite, "date_text") | (Kind::Postgres, "date") => Self::Date,
            (Kind::Sqlite, "timestamp_with_timezone_text") | (Kind::Postgres, "timestamp with time zone") => {
                Self::Instant
            }
            (Kind::Sqlite, "jsonb_text") | (Kind::Postgres, "jsonb") => Self::Json,
            (Kind::Sqlite, "blob") | (Kind::Postgres, "bytea") => Self::Bytes,
            _ => panic!("{name} is no type of our tables"),
        }
    }
}

/// An index, with its columns in their order.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) columns: Vec<String>,
    pub(super) is_unique: bool,
    /// Whether only some of the rows are in it.
    pub(super) is_partial: bool,
}

/// A reference to another table.
#[derive(Debug, Default)]
pub(super) struct ForeignKey {
    pub(super) columns: Vec<String>,
    pub(super) table: String,
    pub(super) to: Vec<String>,
}

impl Table {
    /// Whether there is an index of all rows that begins with these columns.
    pub(super) fn is_indexed_by(&self, columns: &[&str]) -> bool {
        let begins = |index: &Index| {
            let first = index.columns.iter().take(columns.len());
            !index.is_partial && first.eq(columns.iter())
        };
        self.indexes.iter().any(begins)
    }

    /// The column of this name.
    pub(super) fn column(&self, name: &str) -> &Column {
        let column = self.columns.iter().find(|column| column.name == name);
        column.expect("a column of the table")
    }

    /// Whether its rows belong to agencies.
    pub(super) fn is_of_agency(&self) -> bool {
        self.columns.iter().any(|column| column.name == "agency_id")
    }
}

/// All tables but those of search indexes, by name.
pub(super) async fn tables(database: &Database) -> BTreeMap<String, Table> {
    let words = match database.kind {
        Kind::Sqlite => &SQLITE,
        Kind::Postgres => &POSTGRES,
    };
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for row in rows(database, words.columns).await {
        tables
            .entry(get(&row, "of_table"))
            .or_default()
            .columns
            .push(Column {
                name: get(&row, "name"),
                holds: Holds::of(database.kind, &get(&row, "kind")),
                is_null: is(&row, "is_null"),
            });
    }
    let mut indexes: BTreeMap<(String, String), Index> = BTreeMap::new();
    for row in rows(database, words.indexes).await {
        let index = indexes
            .entry((get(&row, "of_table"), get(&row, "name")))
            .or_default();
        index.columns.push(get(&row, "of_column"));
        (index.is_unique, index.is_partial) = (is(&row, "is_unique"), is(&row, "is_partial"));
    }
    for ((name, _), index) in indexes {
        let table = tables.get_mut(&name);
        table.expect("the table of an index").indexes.push(index);
    }
    let mut keys: BTreeMap<(String, String), ForeignKey> = BTreeMap::new();
    for row in rows(database, words.keys).await {
        let key = keys
            .entry((get(&row, "of_table"), get(&row, "name")))
            .or_default();
        key.table = get(&row, "to_table");
        key.columns.push(get(&row, "of_column"));
        key.to.push(get(&row, "to_column"));
    }
    for ((name, _), key) in keys {
        tables.get_mut(&name).expect("the table of a key").keys.push(key);
    }
    tables
}

/// What each database is asked, in the same words for the same things.
struct Words {
    columns: &'static str,
    indexes: &'static str,
    keys: &'static str,
}

const SQLITE: Words = Words {
    columns: "SELECT t.name AS of_table, c.name AS name, lower(c.type) AS kind, CAST(c.\"notnull\" = 0 AS TEXT) AS is_null \
              FROM pragma_table_list t JOIN pragma_table_info(t.name) c \
              WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY t.name, c.cid",
    indexes: "SELECT t.name AS of_table, i.name AS name, c.name AS of_column, CAST(i.\"unique\" AS TEXT) AS is_unique, \
              CAST(i.partial AS TEXT) AS is_partial \
              FROM pragma_table_list t JOIN pragma_index_list(t.name) i JOIN pragma_index_info(i.name) c \
              WHERE t.schema = 'main' AND t.type = 'table' ORDER BY t.name, i.name, c.seqno",
    keys: "SELECT t.name AS of_table, CAST(k.id AS TEXT) AS name, k.\"table\" AS to_table, k.\"from\" AS of_column, k.\"to\" AS to_column \
           FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) k \
           WHERE t.schema = 'main' AND t.type = 'table' ORDER BY t.name, k.id, k.seq",
};

const POSTGRES: Words = Words {
    columns: "SELECT table_name::text AS of_table, column_name::text AS name, data_type::text AS kind, \
              CASE is_nullable WHEN 'YES' THEN '1' ELSE '0' END AS is_null \
              FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position",
    indexes: "SELECT t.relname::text AS of_table, i.relname::text AS name, a.attname::text AS of_column, \
              CASE WHEN x.indisunique THEN '1' ELSE '0' END AS is_unique, CASE WHEN x.indpred IS NULL THEN '0' ELSE '1' END AS is_partial \
              FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid \
              CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS k(number, place) \
              JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number \
              WHERE t.relnamespace = 'public'::regnamespace ORDER BY t.relname, i.relname, k.place",
    keys: "SELECT t.relname::text AS of_table, k.conname::text AS name, o.relname::text AS to_table, \
           a.attname::text AS of_column, b.attname::text AS to_column \
           FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class o ON o.oid = k.confrelid \
           CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS c(here, there, place) \
           JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.here \
           JOIN pg_attribute b ON b.attrelid = o.oid AND b.attnum = c.there \
           WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace ORDER BY t.relname, k.conname, c.place",
};

/// The rows of a statement.
pub(super) async fn rows(database: &Database, sql: &str) -> Vec<QueryResult> {
    let statement = Statement::from_string(database.db.backend, sql);
    database.db.read.query_all_raw(statement).await.expect("rows")
}

/// The text in a column.
pub(super) fn get(row: &QueryResult, column: &str) -> String {
    row.try_get("", column).expect("a text")
}

fn is(row: &QueryResult, column: &str) -> bool {
    get(row, column) == "1"
}
