//! Who can sign in, and with what: users, sessions, tokens, keys, throttles, and the mails that carry links.

use sea_orm_migration::{
    prelude::*,
    schema::{
        blob, blob_uniq, boolean, integer, pk_uuid, string, string_len, string_len_null, string_null,
        string_uniq, timestamp_with_time_zone as instant, timestamp_with_time_zone_null as instant_null,
        uuid, uuid_null,
    },
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(users()).await?;
        manager.create_table(user_sessions()).await?;
        manager.create_table(refresh_tokens()).await?;
        manager.create_table(one_time_tokens()).await?;
        manager.create_table(signing_keys()).await?;
        manager.create_table(throttles()).await?;
        manager.create_table(mails()).await?;
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("mails").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("throttles").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("signing_keys").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("one_time_tokens").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("refresh_tokens").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("user_sessions").to_owned())
            .await?;
        manager.drop_table(Table::drop().table("users").to_owned()).await
    }
}

fn users() -> TableCreateStatement {
    Table::create()
        .table("users")
        .col(pk_uuid("id"))
        .col(string("email"))
        .col(string_uniq("email_key"))
        .col(string("name"))
        .col(string_len("locale", 8))
        .col(string_null("password_hash"))
        .col(string_null("password_pepper"))
        .col(instant_null("password_changed_at"))
        .col(instant_null("email_verified_at"))
        .col(uuid_null("last_agency_id"))
        .col(integer("version"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .to_owned()
}

fn user_sessions() -> TableCreateStatement {
    Table::create()
        .table("user_sessions")
        .col(pk_uuid("id"))
        .col(uuid("user_id"))
        .col(uuid_null("agency_id"))
        .col(boolean("is_portal"))
        .col(string_null("device"))
        .col(string_null("address"))
        .col(instant("created_at"))
        .col(instant("refreshed_at"))
        .col(instant("idle_ends_at"))
        .col(instant("ends_at"))
        .col(instant_null("ended_at"))
        .col(string_len_null("end_reason", 24))
        .foreign_key(
            ForeignKey::create()
                .name("fk_user_sessions_user")
                .from("user_sessions", "user_id")
                .to("users", "id"),
        )
        .to_owned()
}

fn refresh_tokens() -> TableCreateStatement {
    Table::create()
        .table("refresh_tokens")
        .col(pk_uuid("id"))
        .col(uuid("session_id"))
        .col(blob_uniq("hash"))
        .col(instant("created_at"))
        .col(instant_null("used_at"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_refresh_tokens_session")
                .from("refresh_tokens", "session_id")
                .to("user_sessions", "id"),
        )
        .to_owned()
}

fn one_time_tokens() -> TableCreateStatement {
    Table::create()
        .table("one_time_tokens")
        .col(pk_uuid("id"))
        .col(blob_uniq("hash"))
        .col(string_len("purpose", 24))
        .col(uuid_null("user_id"))
        .col(uuid_null("agency_id"))
        .col(uuid_null("subject_id"))
        .col(string("email_key"))
        .col(instant("created_at"))
        .col(instant("expires_at"))
        .col(instant_null("used_at"))
        .col(instant_null("voided_at"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_one_time_tokens_user")
                .from("one_time_tokens", "user_id")
                .to("users", "id"),
        )
        .to_owned()
}

fn signing_keys() -> TableCreateStatement {
    Table::create()
        .table("signing_keys")
        .col(pk_uuid("id"))
        .col(string_len("purpose", 16))
        .col(integer("generation"))
        .col(string("kid"))
        .col(blob("sealed"))
        .col(instant("published_at"))
        .col(instant("signs_from"))
        .col(instant_null("revoked_at"))
        .to_owned()
}

fn throttles() -> TableCreateStatement {
    Table::create()
        .table("throttles")
        .col(pk_uuid("id"))
        .col(blob_uniq("key"))
        .col(integer("failures"))
        .col(instant("due_at"))
        .col(instant_null("succeeded_at"))
        .col(integer("version"))
        .col(instant("updated_at"))
        .to_owned()
}

fn mails() -> TableCreateStatement {
    Table::create()
        .table("mails")
        .col(pk_uuid("id"))
        .col(string("recipient"))
        .col(string("subject"))
        .col(string("body"))
        .col(instant("created_at"))
        .col(instant("expires_at"))
        .col(integer("attempts"))
        .col(instant("due_at"))
        .col(instant_null("sent_at"))
        .col(instant_null("given_up_at"))
        .col(string_null("last_error"))
        .to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        Index::create()
            .name("ix_user_sessions_user")
            .table("user_sessions")
            .col("user_id")
            .col("ended_at")
            .to_owned(),
        Index::create()
            .name("ix_refresh_tokens_session")
            .table("refresh_tokens")
            .col("session_id")
            .to_owned(),
        Index::create()
            .name("ix_one_time_tokens_user")
            .table("one_time_tokens")
            .col("user_id")
            .to_owned(),
        Index::create()
            .name("ix_one_time_tokens_email")
            .table("one_time_tokens")
            .col("email_key")
            .to_owned(),
        Index::create()
            .name("ux_signing_keys_generation")
            .table("signing_keys")
            .col("purpose")
            .col("generation")
            .unique()
            .to_owned(),
        Index::create()
            .name("ix_throttles_updated")
            .table("throttles")
            .col("updated_at")
            .to_owned(),
        Index::create()
            .name("ix_mails_due")
            .table("mails")
            .col("sent_at")
            .col("given_up_at")
            .col("due_at")
            .to_owned(),
    ]
}
