//! What is agreed with freelancers, and the work that is done under it.

use sea_orm_migration::prelude::*;

use crate::kit::{TableOf, drop_all, more, owned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        owned("engagements")
            .reference("member_id", "memberships")
            .reference("project_id", "projects")
            .choice("terms")
            .money("rate_micro")
            .choice("currency")
            .opt_money("cap_minor")
            .opt_int("cap_minutes")
            .money("used_minor")
            .int("used_minutes")
            .date("starts_on")
            .opt_date("ends_on")
            .opt_instant("nda_signed_at")
            .opt_text("note", 2_000)
            .choice("status")
            .opt_text("status_reason", 2_000)
            .versioned()
            .index(&["project_id", "member_id"])
            .index(&["terms"])
            .index(&["starts_on"])
            .index(&["ends_on"])
            .index(&["nda_signed_at"])
            .index(&["status"])
            .create(manager)
            .await?;
        of_time_entries().add(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        of_time_entries().take_away(manager).await?;
        drop_all(manager, &["engagements"]).await
    }
}

/// SQLite adds no reference of two columns to a table that is there: that the engagement is one of the agency is verified instead.
fn of_time_entries() -> TableOf {
    more("time_entries")
        .opt_loose_id("engagement_id")
        .opt_money("fee_minor")
        .index(&["engagement_id"])
}
