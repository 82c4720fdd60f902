//! What every record may carry: its history, ids in other systems, the agency's own fields, keys of requests.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

use crate::kit::{drop_all, owned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "events",
    "idempotency_keys",
    "external_ids",
    "custom_fields",
    "custom_values",
    "number_series",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        if db.get_database_backend() == DbBackend::Postgres {
            // One row to count on would make all writes of an agency wait for each other.
            db.execute_unprepared("CREATE SEQUENCE event_seq").await?;
        }
        owned("events")
            .big_int("seq")
            .big_int("transaction_id")
            .text("event_type", 48)
            .instant("occurred_at")
            .opt_reference("actor_id", "memberships")
            .choice("subject_kind")
            .loose_id("subject_id")
            .opt_int("subject_version")
            .json("changed_fields")
            .opt_loose_id("client_id")
            .opt_loose_id("project_id")
            .choice("visibility")
            .opt_text("reason", 2_000)
            .opt_text("request_id", 64)
            .unique(&["seq"])
            .index(&["transaction_id", "seq"])
            .index(&["event_type", "seq"])
            .index(&["subject_kind", "seq"])
            .index(&["subject_id", "seq"])
            .index(&["client_id", "seq"])
            .index(&["project_id", "seq"])
            .index(&["occurred_at"])
            .create(manager)
            .await?;
        owned("idempotency_keys")
            .loose_id("member_id")
            .text("operation", 64)
            .text("key", 255)
            .binary("fingerprint")
            .json("result")
            .instant("expires_at")
            .unique(&["member_id", "operation", "key"])
            .index(&["expires_at"])
            .create(manager)
            .await?;
        owned("external_ids")
            .choice("kind")
            .loose_id("row_id")
            .text("source", 64)
            .text("value", 255)
            .unique(&["kind", "source", "value"])
            .index(&["row_id", "source"])
            .create(manager)
            .await?;
        owned("custom_fields")
            .choice("kind")
            .text("key", 64)
            .text("label", 200)
            .choice("value_type")
            .json("options")
            .bool("required")
            .int("position")
            .versioned()
            .archivable()
            .unique(&["kind", "key"])
            .index(&["kind"])
            .index(&["key"])
            .index(&["position"])
            .create(manager)
            .await?;
        owned("custom_values")
            .reference("field_id", "custom_fields")
            .loose_id("row_id")
            .text("value", 500)
            .unique(&["field_id", "row_id"])
            .index(&["field_id", "value"])
            .index(&["row_id"])
            .create(manager)
            .await?;
        owned("number_series")
            .text("series", 32)
            .big_int("last_number")
            .unique(&["series"])
            .create(manager)
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, TABLES).await?;
        let db = manager.get_connection();
        if db.get_database_backend() == DbBackend::Postgres {
            db.execute_unprepared("DROP SEQUENCE event_seq").await?;
        }
        Ok(())
    }
}
