//! The vocabulary of our migrations: tables whose rows belong to an agency, with the columns, keys and indexes that all of
//! them share. One definition gives the statements for SQLite and for PostgreSQL.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

enum Type {
    Id,
    Text(u32),
    LongText,
    Int,
    BigInt,
    Bool,
    Date,
    Instant,
    Json,
    Binary,
}

struct ColumnOf {
    name: &'static str,
    kind: Type,
    null: bool,
    default: Option<&'static str>,
    money: bool,
}

/// A table in the making.
pub struct TableOf {
    name: &'static str,
    of_agency: bool,
    columns: Vec<ColumnOf>,
    keys: Vec<(Vec<&'static str>, &'static str, Vec<&'static str>)>,
    uniques: Vec<(Vec<&'static str>, Option<&'static str>)>,
    indexes: Vec<Vec<&'static str>>,
    searched: bool,
}

/// A table of rows that belong to no single agency: only its `id` is given.
#[must_use]
pub fn global(name: &'static str) -> TableOf {
    let table = TableOf {
        name,
        of_agency: false,
        columns: vec![],
        keys: vec![],
        uniques: vec![],
        indexes: vec![],
        searched: false,
    };
    table.column("id", Type::Id, false)
}

/// A table of an agency's rows: `id`, `agency_id`, and the key that other tables point to.
#[must_use]
pub fn owned(name: &'static str) -> TableOf {
    let mut table = global(name).column("agency_id", Type::Id, false);
    table.of_agency = true;
    table.uniques.push((vec!["agency_id", "id"], None));
    table.keys.push((vec!["agency_id"], "agencies", vec!["id"]));
    table
}

impl TableOf {
    fn column(mut self, name: &'static str, kind: Type, null: bool) -> Self {
        self.columns.push(ColumnOf {
            name,
            kind,
            null,
            default: None,
            money: false,
        });
        self
    }

    /// The columns of every record that people edit: version, who made it, when it was made and changed.
    #[must_use]
    pub fn versioned(self) -> Self {
        self.column("version", Type::Int, false)
            .column("created_at", Type::Instant, false)
            .opt_reference("created_by", "memberships")
            .column("updated_at", Type::Instant, false)
            .index(&["created_at"])
            .index(&["updated_at"])
    }

    /// Records that can be put out of sight.
    #[must_use]
    pub fn archivable(self) -> Self {
        self.column("archived_at", Type::Instant, true)
            .index(&["archived_at"])
    }

    /// Records that carry the agency's own fields.
    #[must_use]
    pub fn customised(self) -> Self {
        self.column("custom_fields", Type::Json, false)
    }

    /// Records that are found by a folded text.
    #[must_use]
    pub fn searched(mut self) -> Self {
        self.searched = true;
        self.column("search", Type::LongText, false)
    }

    /// A reference within the agency.
    #[must_use]
    pub fn reference(self, name: &'static str, to: &'static str) -> Self {
        self.key(name, to).column(name, Type::Id, false)
    }

    /// A reference within the agency that may be missing.
    #[must_use]
    pub fn opt_reference(self, name: &'static str, to: &'static str) -> Self {
        self.key(name, to).column(name, Type::Id, true)
    }

    fn key(mut self, name: &'static str, to: &'static str) -> Self {
        if self.of_agency {
            self.keys
                .push((vec!["agency_id", name], to, vec!["agency_id", "id"]));
            self.indexes.push(vec![name]);
        } else {
            self.keys.push((vec![name], to, vec!["id"]));
        }
        self
    }

    /// A reference to a table without agencies.
    #[must_use]
    pub fn global_reference(mut self, name: &'static str, to: &'static str) -> Self {
        self.keys.push((vec![name], to, vec!["id"]));
        self.column(name, Type::Id, false)
    }

    /// An id that no foreign key guards.
    #[must_use]
    pub fn loose_id(self, name: &'static str) -> Self {
        self.column(name, Type::Id, false)
    }

    /// An id that may be missing and that no foreign key guards.
    #[must_use]
    pub fn opt_loose_id(self, name: &'static str) -> Self {
        self.column(name, Type::Id, true)
    }

    /// A text of at most so many characters.
    #[must_use]
    pub fn text(self, name: &'static str, length: u32) -> Self {
        self.column(name, Type::Text(length), false)
    }

    /// A text that may be missing.
    #[must_use]
    pub fn opt_text(self, name: &'static str, length: u32) -> Self {
        self.column(name, Type::Text(length), true)
    }

    /// A word of a choice.
    #[must_use]
    pub fn choice(self, name: &'static str) -> Self {
        self.text(name, 24)
    }

    /// A word of a choice that may be missing.
    #[must_use]
    pub fn opt_choice(self, name: &'static str) -> Self {
        self.opt_text(name, 24)
    }

    /// A text of any length.
    #[must_use]
    pub fn long_text(self, name: &'static str) -> Self {
        self.column(name, Type::LongText, false)
    }

    /// A text of any length that may be missing.
    #[must_use]
    pub fn opt_long_text(self, name: &'static str) -> Self {
        self.column(name, Type::LongText, true)
    }

    /// A whole number.
    #[must_use]
    pub fn int(self, name: &'static str) -> Self {
        self.column(name, Type::Int, false)
    }

    /// A whole number that may be missing.
    #[must_use]
    pub fn opt_int(self, name: &'static str) -> Self {
        self.column(name, Type::Int, true)
    }

    /// A large whole number.
    #[must_use]
    pub fn big_int(self, name: &'static str) -> Self {
        self.column(name, Type::BigInt, false)
    }

    /// An amount in minor units that may be missing; its currency is a column of the row or of the document that owns it.
    #[must_use]
    pub fn opt_money(self, name: &'static str) -> Self {
        self.column(name, Type::BigInt, true).amounts()
    }

    /// An amount in minor units.
    #[must_use]
    pub fn money(self, name: &'static str) -> Self {
        self.column(name, Type::BigInt, false).amounts()
    }

    fn amounts(mut self) -> Self {
        if let Some(column) = self.columns.last_mut() {
            column.money = true;
        }
        self
    }

    /// Yes or no.
    #[must_use]
    pub fn bool(self, name: &'static str) -> Self {
        self.column(name, Type::Bool, false)
    }

    /// A day.
    #[must_use]
    pub fn date(self, name: &'static str) -> Self {
        self.column(name, Type::Date, false)
    }

    /// A day that may be missing.
    #[must_use]
    pub fn opt_date(self, name: &'static str) -> Self {
        self.column(name, Type::Date, true)
    }

    /// An instant.
    #[must_use]
    pub fn instant(self, name: &'static str) -> Self {
        self.column(name, Type::Instant, false)
    }

    /// An instant that may be missing.
    #[must_use]
    pub fn opt_instant(self, name: &'static str) -> Self {
        self.column(name, Type::Instant, true)
    }

    /// A JSON value.
    #[must_use]
    pub fn json(self, name: &'static str) -> Self {
        self.column(name, Type::Json, false)
    }

    /// Bytes.
    #[must_use]
    pub fn binary(self, name: &'static str) -> Self {
        self.column(name, Type::Binary, false)
    }

    /// Gives the last column a default, written as SQL.
    #[must_use]
    pub fn default(mut self, sql: &'static str) -> Self {
        if let Some(column) = self.columns.last_mut() {
            column.default = Some(sql);
        }
        self
    }

    /// No two rows of an agency share these.
    #[must_use]
    pub fn unique(mut self, columns: &[&'static str]) -> Self {
        self.uniques.push((self.led(columns), None));
        self
    }

    /// No two rows of an agency for which the condition holds share these.
    #[must_use]
    pub fn unique_where(mut self, columns: &[&'static str], condition: &'static str) -> Self {
        self.uniques.push((self.led(columns), Some(condition)));
        self
    }

    /// An index that leads with the agency and ends with the id, so that pages walk along it.
    #[must_use]
    pub fn index(mut self, columns: &[&'static str]) -> Self {
        self.indexes.push(columns.to_vec());
        self
    }

    fn led(&self, columns: &[&'static str]) -> Vec<&'static str> {
        let lead = self.of_agency.then_some("agency_id");
        lead.into_iter().chain(columns.iter().copied()).collect()
    }

    /// Makes the table with its keys and indexes.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn create(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for statement in self.statements(db.get_database_backend()) {
            db.execute_unprepared(&statement).await?;
        }
        Ok(())
    }

    fn statements(&self, backend: DbBackend) -> Vec<String> {
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

    fn index_sql(&self, columns: &[&'static str], backend: DbBackend) -> String {
        let name = format!("ix_{}_{}", self.name, columns.join("_"));
        let nulls_first = |name: &str| {
            backend == DbBackend::Postgres
                && self
                    .columns
                    .iter()
                    .any(|column| column.name == name && column.null)
        };
        let parts = self.led(columns).into_iter().chain(["id"]).map(|column| {
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
    fn sql(&self, backend: DbBackend) -> String {
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

/// Lets rows of a table be added, and neither changed nor removed, whoever tries.
///
/// # Errors
/// When the database refuses.
pub async fn append_only(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let db = manager.get_connection();
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared(&format!(
            "CREATE FUNCTION {table}_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{table} stay as they are'; END $$"
        ))
        .await?;
        db.execute_unprepared(&format!(
            "CREATE TRIGGER {table}_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_stay()"
        ))
        .await?;
        return Ok(());
    }
    for action in ["UPDATE", "DELETE"] {
        let name = format!("{table}_stay_{}", action.to_lowercase());
        db.execute_unprepared(&format!(
            "CREATE TRIGGER {name} BEFORE {action} ON {table} BEGIN SELECT RAISE(ABORT, '{table} stay as they are'); END"
        ))
        .await?;
    }
    Ok(())
}

/// Lets rows of a table be changed and removed again.
///
/// # Errors
/// When the database refuses.
pub async fn drop_append_only(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let statements = if db.get_database_backend() == DbBackend::Postgres {
        vec![
            format!("DROP TRIGGER {table}_stay ON {table}"),
            format!("DROP FUNCTION {table}_stay()"),
        ]
    } else {
        vec![
            format!("DROP TRIGGER {table}_stay_update"),
            format!("DROP TRIGGER {table}_stay_delete"),
        ]
    };
    for statement in statements {
        db.execute_unprepared(&statement).await?;
    }
    Ok(())
}

/// Removes tables, the last made first.
///
/// # Errors
/// When the database refuses.
pub async fn drop_all(manager: &SchemaManager<'_>, tables: &[&str]) -> Result<(), DbErr> {
    let db = manager.get_connection();
    for table in tables.iter().rev() {
        if db.get_database_backend() == DbBackend::Sqlite {
            db.execute_unprepared(&format!("DROP TABLE IF EXISTS {table}_search"))
                .await?;
        }
        db.execute_unprepared(&format!("DROP TABLE \"{table}\"")).await?;
    }
    Ok(())
}
