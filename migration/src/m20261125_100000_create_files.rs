//! Files with their contents, and receipts of expenses.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::kit::{append_only, drop_all, drop_append_only, owned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        files(manager).await?;
        contents(manager).await?;
        // SQLite adds no column with a key of two columns. Rules hold the file while they tie it, and stored files stay.
        run(
            manager,
            &[
                &format!(
                    "ALTER TABLE \"expenses\" ADD COLUMN \"receipt_id\" {}",
                    id_type(manager)
                ),
                "CREATE UNIQUE INDEX \"ux_expenses_receipt_id\" ON \"expenses\" (\"agency_id\", \"receipt_id\")",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "DROP INDEX \"ux_expenses_receipt_id\"",
                "ALTER TABLE \"expenses\" DROP COLUMN \"receipt_id\"",
            ],
        )
        .await?;
        drop_append_only(manager, "file_chunks").await?;
        drop_all(manager, &["files", "file_chunks"]).await
    }
}

async fn files(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    owned("files")
        .text("name", 200)
        .text("name_key", 400)
        .choice("status")
        .opt_text("media_type", 64)
        .opt_int("bytes")
        .opt_text("sha256", 64)
        .opt_instant("stored_at")
        .binary("upload_hash")
        .instant("upload_expires_at")
        .opt_reference("project_id", "projects")
        .opt_reference("member_id", "memberships")
        .versioned()
        .index(&["name_key"])
        .index(&["status"])
        .index(&["media_type"])
        .index(&["bytes"])
        .index(&["sha256"])
        .index(&["stored_at"])
        .create(manager)
        .await?;
    // Who sends the contents is of no agency yet: the token alone leads to the row.
    run(
        manager,
        &["CREATE UNIQUE INDEX \"ux_files_upload_hash\" ON \"files\" (\"upload_hash\")"],
    )
    .await
}

async fn contents(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    owned("file_chunks")
        .reference("file_id", "files")
        .int("number")
        .binary("bytes")
        .unique(&["file_id", "number"])
        .create(manager)
        .await?;
    append_only(manager, "file_chunks").await
}

fn id_type(manager: &SchemaManager<'_>) -> &'static str {
    match manager.get_database_backend() {
        DbBackend::Postgres => "uuid",
        _ => "uuid_text",
    }
}

async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}
