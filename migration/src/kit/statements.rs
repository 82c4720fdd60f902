//! The statements that make a table, for either database.

use sea_orm_migration::sea_orm::DbBackend;

use super::{ColumnOf, TableOf, Type};

impl TableOf {
    pub(super) fn statements(&self, backend: DbBackend) -> Vec<String> {
        let mut lines: Vec<String> = self.columns.iter().map(|column| column.sql(backend)).collect();
        if self.searched && backend == DbBackend::Sqlite {
            // VACUUM renumbers hidden row numbers; the trigram table needs one that stays.
            lines.insert(0, "\"search_row\" integer PRIMARY KEY".to_owned());
            lines.push("UNIQUE (\"id\")".to_owned());
        } else {
            lines.push("PRIMARY KEY (\"id\")".to_owned());
        }
        for (from, table, to) in &self.keys {
            lines.push(format!(
                "FOREIGN KEY ({}) REFERENCES \"{table}\" ({})",
                list(from),
                list(to)
            ));
        }
        for (columns, condition) in &self.uniques {
            if condition.is_none() {
                lines.push(format!("UNIQUE ({})", list(columns)));
            }
        }
        let mut all = vec![format!(
            "CREATE TABLE \"{}\" (\n  {}\n)",
            self.name,
            lines.join(",\n  ")
        )];
        for (columns, condition) in &self.uniques {
            if let Some(condition) = condition {
                let name = format!("ux_{}_{}", self.name, columns.join("_"));
                all.push(format!(
                    "CREATE UNIQUE INDEX \"{name}\" ON \"{}\" ({}) WHERE {condition}",
                    self.name,
                    list(columns)
                ));
            }
        }
        all.extend(
            self.indexes
                .iter()
                .map(|columns| self.index_sql(columns, backend)),
        );
        if self.searched {
            all.extend(search_sql(self.name, backend));
        }
        all
    }

    pub(super) fn index_name(&self, columns: &[&'static str]) -> String {
        let own = columns.iter().copied().filter(|column| *column != "agency_id");
        format!("ix_{}_{}", self.name, own.collect::<Vec<_>>().join("_"))
    }

    pub(super) fn index_sql(&self, columns: &[&'static str], backend: DbBackend) -> String {
        let name = self.index_name(columns);
        let nulls_first = |name: &str| {
            backend == DbBackend::Postgres
                && self
                    .columns
                    .iter()
                    .any(|column| column.name == name && column.null)
        };
        let parts = columns.iter().copied().chain(["id"]).map(|column| {
            let nulls = if nulls_first(column) { " NULLS FIRST" } else { "" };
            format!("\"{column}\"{nulls}")
        });
        format!(
            "CREATE INDEX \"{name}\" ON \"{}\" ({})",
            self.name,
            parts.collect::<Vec<_>>().join(", ")
        )
    }
}

impl ColumnOf {
    pub(super) fn sql(&self, backend: DbBackend) -> String {
        let postgres = backend == DbBackend::Postgres;
        let kind = match (&self.kind, postgres) {
            (Type::Id, true) => "uuid".to_owned(),
            (Type::Id, false) => "uuid_text".to_owned(),
            (Type::Text(length), true) => format!("varchar({length}) COLLATE \"C\""),
            (Type::Text(length), false) => format!("varchar({length})"),
            (Type::LongText, true) => "text COLLATE \"C\"".to_owned(),
            (Type::LongText, false) => "text".to_owned(),
            (Type::Int, _) => "integer".to_owned(),
            (Type::BigInt, _) => "bigint".to_owned(),
            (Type::Bool, _) => "boolean".to_owned(),
            (Type::Date, true) => "date".to_owned(),
            (Type::Date, false) => "date_text".to_owned(),
            (Type::Instant, true) => "timestamp with time zone".to_owned(),
            (Type::Instant, false) => "timestamp_with_timezone_text".to_owned(),
            (Type::Json, true) => "jsonb".to_owned(),
            (Type::Json, false) => "jsonb_text".to_owned(),
            (Type::Binary, true) => "bytea".to_owned(),
            (Type::Binary, false) => "blob".to_owned(),
        };
        let mut sql = format!("\"{}\" {kind}", self.name);
        if !self.null {
            sql.push_str(" NOT NULL");
        }
        if let Some(default) = self.default {
            sql.push_str(" DEFAULT ");
            sql.push_str(default);
        }
        if self.money && !postgres {
            sql.push_str(" CHECK (typeof(\"");
            sql.push_str(self.name);
            sql.push_str("\") IN ('integer', 'null'))");
        }
        sql
    }
}

fn list(columns: &[&str]) -> String {
    columns
        .iter()
        .map(|column| format!("\"{column}\""))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The trigram index of a searched table.
///
/// PostgreSQL indexes the column itself. SQLite keeps a table of trigrams beside it, which triggers keep equal, so that no
/// writer can forget it; the row's id is stored there unindexed.
fn search_sql(table: &str, backend: DbBackend) -> Vec<String> {
    if backend == DbBackend::Postgres {
        return vec![
            "CREATE EXTENSION IF NOT EXISTS pg_trgm".to_owned(),
            format!("CREATE INDEX \"ix_{table}_search\" ON \"{table}\" USING gin (\"search\" gin_trgm_ops)"),
        ];
    }
    let added =
        format!("INSERT INTO {table}_search(rowid, id, search) VALUES (new.search_row, new.id, new.search);");
    let removed = format!("DELETE FROM {table}_search WHERE rowid = old.search_row;");
    vec![
        format!("CREATE VIRTUAL TABLE {table}_search USING fts5(id UNINDEXED, search, tokenize = 'trigram')"),
        format!("CREATE TRIGGER {table}_search_insert AFTER INSERT ON {table} BEGIN {added} END"),
        format!("CREATE TRIGGER {table}_search_delete AFTER DELETE ON {table} BEGIN {removed} END"),
        format!(
            "CREATE TRIGGER {table}_search_update AFTER UPDATE OF search ON {table} \
             WHEN new.search IS NOT old.search BEGIN {removed} {added} END"
        ),
    ]
}
