//! What hours sell for and cost, what currencies are worth, and which books are closed.

use sea_orm_migration::prelude::*;

use crate::kit::{drop_all, owned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "work_roles",
    "rate_cards",
    "rate_card_versions",
    "rates",
    "cost_rates",
    "fx_rates",
    "accounting_periods",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        owned("work_roles")
            .text("name", 200)
            .text("name_key", 400)
            .opt_text("description", 2_000)
            .versioned()
            .archivable()
            .searched()
            .unique_where(&["name_key"], "archived_at IS NULL")
            .index(&["name_key"])
            .create(manager)
            .await?;
        owned("rate_cards")
            .text("name", 200)
            .text("name_key", 400)
            .opt_reference("client_id", "clients")
            .choice("currency")
            .versioned()
            .archivable()
            .searched()
            .index(&["name_key"])
            .index(&["currency"])
            .create(manager)
            .await?;
        owned("rate_card_versions")
            .reference("rate_card_id", "rate_cards")
            .date("starts_on")
            .opt_date("ends_on")
            .opt_text("note", 2_000)
            .versioned()
            .unique(&["rate_card_id", "starts_on"])
            .index(&["starts_on"])
            .index(&["ends_on"])
            .create(manager)
            .await?;
        owned("rates")
            .reference("rate_card_version_id", "rate_card_versions")
            .opt_reference("member_id", "memberships")
            .opt_reference("work_role_id", "work_roles")
            .opt_reference("project_id", "projects")
            .opt_text("category", 64)
            .money("per_hour_micro")
            .choice("currency")
            .versioned()
            .archivable()
            .index(&["category"])
            .create(manager)
            .await?;
        owned("cost_rates")
            .reference("member_id", "memberships")
            .date("starts_on")
            .opt_date("ends_on")
            .money("per_hour_micro")
            .choice("currency")
            .choice("basis")
            .versioned()
            .unique(&["member_id", "starts_on"])
            .index(&["starts_on"])
            .index(&["ends_on"])
            .index(&["basis"])
            .create(manager)
            .await?;
        owned("fx_rates")
            .choice("from_currency")
            .choice("to_currency")
            .date("on_date")
            .money("rate")
            .opt_text("source", 64)
            .versioned()
            .unique(&["from_currency", "to_currency", "on_date"])
            .index(&["from_currency"])
            .index(&["to_currency"])
            .index(&["on_date"])
            .index(&["source"])
            .create(manager)
            .await?;
        owned("accounting_periods")
            .date("starts_on")
            .date("ends_on")
            .choice("status")
            .opt_text("status_reason", 2_000)
            .opt_instant("closed_at")
            .opt_loose_id("closed_by")
            .versioned()
            .unique(&["starts_on"])
            .index(&["starts_on"])
            .index(&["ends_on"])
            .index(&["status"])
            .index(&["closed_at"])
            .index(&["closed_by"])
            .create(manager)
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, TABLES).await
    }
}
