//! Columns that a table gets after it was made.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

use super::TableOf;

/// More columns and indexes for a table of an agency's rows: all of the columns may be missing, for there are rows without them.
#[must_use]
pub fn more(name: &'static str) -> TableOf {
    TableOf {
        name,
        of_agency: true,
        columns: vec![],
        keys: vec![],
        uniques: vec![],
        indexes: vec![],
        searched: false,
    }
}

impl TableOf {
    /// Adds the columns with their indexes.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let backend = db.get_database_backend();
        for column in &self.columns {
            let (table, column) = (self.name, column.sql(backend));
            db.execute_unprepared(&format!("ALTER TABLE \"{table}\" ADD COLUMN {column}"))
                .await?;
        }
        for columns in &self.indexes {
            db.execute_unprepared(&self.index_sql(columns, backend)).await?;
        }
        Ok(())
    }

    /// Takes the columns with their indexes away again.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn take_away(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for columns in self.indexes.iter().rev() {
            db.execute_unprepared(&format!("DROP INDEX \"{}\"", self.index_name(columns)))
                .await?;
        }
        for column in self.columns.iter().rev() {
            let (table, column) = (self.name, column.name);
            db.execute_unprepared(&format!("ALTER TABLE \"{table}\" DROP COLUMN \"{column}\""))
                .await?;
        }
        Ok(())
    }
}
