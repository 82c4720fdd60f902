//! The vocabulary of our migrations: tables whose rows belong to an agency, with the columns, keys and indexes that all of
//! them share. One definition gives the statements for SQLite and for PostgreSQL.

mod append_only;
mod columns;
mod keys;
mod more;
mod statements;

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

pub use append_only::{append_only, drop_append_only};
pub use more::more;

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
