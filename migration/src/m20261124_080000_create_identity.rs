//! Who can sign in, and with what: users, sessions, tokens, keys, throttles, and the mails that carry links.

use sea_orm_migration::prelude::*;

use crate::kit::{drop_all, global};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "users",
    "user_sessions",
    "refresh_tokens",
    "one_time_tokens",
    "signing_keys",
    "throttles",
    "mails",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        people(manager).await?;
        tokens(manager).await?;
        global("signing_keys")
            .choice("purpose")
            .int("generation")
            .text("kid", 64)
            .binary("sealed")
            .instant("published_at")
            .instant("signs_from")
            .opt_instant("revoked_at")
            .unique(&["purpose", "generation"])
            .create(manager)
            .await?;
        global("throttles")
            .binary("key")
            .int("failures")
            .instant("due_at")
            .opt_instant("succeeded_at")
            .int("version")
            .instant("updated_at")
            .unique(&["key"])
            .index(&["updated_at"])
            .create(manager)
            .await?;
        global("mails")
            .text("recipient", 320)
            .text("subject", 400)
            .long_text("body")
            .instant("created_at")
            .instant("expires_at")
            .int("attempts")
            .instant("due_at")
            .opt_instant("sent_at")
            .opt_instant("given_up_at")
            .opt_text("last_error", 400)
            .index(&["sent_at", "given_up_at", "due_at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, TABLES).await
    }
}

async fn people(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    global("users")
        .text("email", 320)
        .text("email_key", 640)
        .text("name", 200)
        .choice("locale")
        .opt_text("password_hash", 200)
        .opt_text("password_pepper", 64)
        .opt_instant("password_changed_at")
        .opt_instant("email_verified_at")
        .opt_loose_id("last_agency_id")
        .int("version")
        .instant("created_at")
        .instant("updated_at")
        .unique(&["email_key"])
        .create(manager)
        .await?;
    global("user_sessions")
        .global_reference("user_id", "users")
        .opt_loose_id("agency_id")
        .bool("is_portal")
        .opt_text("device", 200)
        .opt_text("address", 64)
        .instant("created_at")
        .instant("refreshed_at")
        .instant("idle_ends_at")
        .instant("ends_at")
        .opt_instant("ended_at")
        .opt_choice("end_reason")
        .index(&["user_id", "ended_at"])
        .index(&["idle_ends_at"])
        .create(manager)
        .await
}

async fn tokens(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    global("refresh_tokens")
        .global_reference("session_id", "user_sessions")
        .binary("hash")
        .instant("created_at")
        .opt_instant("used_at")
        .unique(&["hash"])
        .index(&["session_id"])
        .create(manager)
        .await?;
    global("one_time_tokens")
        .binary("hash")
        .choice("purpose")
        .opt_reference("user_id", "users")
        .opt_loose_id("agency_id")
        .opt_loose_id("subject_id")
        .text("email_key", 640)
        .instant("created_at")
        .instant("expires_at")
        .opt_instant("used_at")
        .opt_instant("voided_at")
        .unique(&["hash"])
        .index(&["user_id"])
        .index(&["subject_id"])
        .index(&["email_key"])
        .index(&["expires_at"])
        .create(manager)
        .await
}
