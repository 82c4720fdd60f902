//! What expenses were promised for.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        // SQLite adds no key of two columns to a table that is there: the rules guard this id, and `rapport verify` looks at it.
        let (id, nulls) = match db.get_database_backend() {
            DbBackend::Postgres => ("uuid", " NULLS FIRST"),
            _ => ("uuid_text", ""),
        };
        db.execute_unprepared(&format!(
            "ALTER TABLE \"expenses\" ADD COLUMN \"commitment_id\" {id}"
        ))
        .await?;
        db.execute_unprepared(&format!(
            "CREATE INDEX \"ix_expenses_commitment_id\" ON \"expenses\" (\"agency_id\", \"commitment_id\"{nulls}, \"id\")"
        ))
        .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for statement in [
            "DROP INDEX \"ix_expenses_commitment_id\"",
            "ALTER TABLE \"expenses\" DROP COLUMN \"commitment_id\"",
        ] {
            db.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
