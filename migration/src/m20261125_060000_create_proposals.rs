//! Tax codes, proposals with all that is in them, and what clients answered.

use sea_orm_migration::prelude::*;

use crate::kit::{drop_all, owned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "tax_codes",
    "proposals",
    "proposal_versions",
    "proposal_phases",
    "option_groups",
    "proposal_lines",
    "proposal_recipients",
    "proposal_views",
    "acceptances",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        versions(manager).await?;
        contents(manager).await?;
        answers(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, TABLES).await
    }
}

async fn versions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    owned("tax_codes")
        .text("name", 120)
        .text("name_key", 240)
        .int("rate_bps")
        .choice("category")
        .versioned()
        .archivable()
        .unique_where(&["name_key"], "archived_at IS NULL")
        .index(&["name_key"])
        .index(&["category"])
        .create(manager)
        .await?;
    owned("proposals")
        .reference("client_id", "clients")
        .opt_loose_id("opportunity_id")
        .text("number", 32)
        .text("title", 200)
        .opt_loose_id("current_version_id")
        .versioned()
        .searched()
        .unique(&["number"])
        .index(&["opportunity_id"])
        .index(&["current_version_id"])
        .index(&["title"])
        .index(&["client_id", "created_at"])
        .create(manager)
        .await?;
    owned("proposal_versions")
        .reference("proposal_id", "proposals")
        .reference("client_id", "clients")
        .int("n")
        .choice("status")
        .opt_text("status_reason", 2_000)
        .choice("locale")
        .choice("currency")
        .opt_date("valid_until")
        .opt_long_text("intro")
        .json("sections")
        .opt_long_text("terms")
        .money("discount_minor")
        .choice("tax_rounding")
        .money("net_minor")
        .money("tax_minor")
        .money("total_minor")
        .opt_money("planned_cost_minor")
        .opt_money("margin_minor")
        .opt_loose_id("supersedes_id")
        .opt_text("content_hash", 64)
        .opt_long_text("content")
        .opt_instant("sent_at")
        .opt_instant("decided_at")
        .versioned()
        .unique(&["proposal_id", "n"])
        .unique_where(&["proposal_id"], "status = 'ACCEPTED'")
        .index(&["n"])
        .index(&["status"])
        .index(&["currency"])
        .index(&["valid_until"])
        .index(&["sent_at"])
        .index(&["decided_at"])
        .index(&["client_id", "status"])
        .create(manager)
        .await
}

async fn contents(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    owned("proposal_phases")
        .reference("proposal_version_id", "proposal_versions")
        .reference("client_id", "clients")
        .int("position")
        .text("name", 200)
        .text("name_key", 400)
        .opt_text("goal", 2_000)
        .opt_date("starts_on")
        .opt_date("ends_on")
        .opt_int("start_offset_days")
        .opt_int("duration_days")
        .json("deliverables")
        .choice("currency")
        .money("price_minor")
        .opt_money("planned_cost_minor")
        .choice("billing")
        .opt_int("billing_bps")
        .opt_text("acceptance_criteria", 10_000)
        .opt_text("milestone_name", 200)
        .versioned()
        .index(&["proposal_version_id", "position"])
        .index(&["position"])
        .index(&["name_key"])
        .create(manager)
        .await?;
    owned("option_groups")
        .reference("proposal_version_id", "proposal_versions")
        .reference("client_id", "clients")
        .int("position")
        .text("name", 200)
        .text("name_key", 400)
        .choice("rule")
        .versioned()
        .index(&["proposal_version_id", "position"])
        .index(&["position"])
        .create(manager)
        .await?;
    owned("proposal_lines")
        .reference("proposal_version_id", "proposal_versions")
        .reference("client_id", "clients")
        .reference("phase_id", "proposal_phases")
        .opt_reference("group_id", "option_groups")
        .opt_reference("need_id", "needs")
        .opt_loose_id("estimate_line_id")
        .int("position")
        .text("description", 2_000)
        .big_int("quantity")
        .opt_text("unit", 32)
        .choice("currency")
        .big_int("unit_price_micro")
        .int("discount_bps")
        .opt_reference("tax_code_id", "tax_codes")
        .bool("optional")
        .bool("selected")
        .money("net_minor")
        .versioned()
        .index(&["proposal_version_id", "position"])
        .index(&["position"])
        .index(&["estimate_line_id"])
        .create(manager)
        .await
}

async fn answers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    owned("proposal_recipients")
        .reference("proposal_version_id", "proposal_versions")
        .reference("client_id", "clients")
        .reference("contact_id", "contacts")
        .choice("role")
        .int("position")
        .binary("key_hash")
        .instant("expires_at")
        .opt_instant("sent_at")
        .opt_instant("opened_at")
        .opt_instant("viewed_at")
        .versioned()
        .unique(&["proposal_version_id", "contact_id"])
        .index(&["position"])
        .index(&["role"])
        .index(&["sent_at"])
        .index(&["opened_at"])
        .index(&["viewed_at"])
        .create(manager)
        .await?;
    // Who follows a link is of no agency yet: the link alone leads to the row.
    manager
        .get_connection()
        .execute_unprepared(
            "CREATE UNIQUE INDEX \"ux_proposal_recipients_key_hash\" ON \"proposal_recipients\" (\"key_hash\")",
        )
        .await?;
    owned("proposal_views")
        .reference("recipient_id", "proposal_recipients")
        .reference("client_id", "clients")
        .text("section", 200)
        .int("seconds")
        .instant("created_at")
        .index(&["created_at"])
        .create(manager)
        .await?;
    owned("acceptances")
        .reference("proposal_version_id", "proposal_versions")
        .reference("proposal_id", "proposals")
        .reference("client_id", "clients")
        .opt_reference("recipient_id", "proposal_recipients")
        .opt_reference("contact_id", "contacts")
        .opt_reference("member_id", "memberships")
        .choice("decision")
        .json("selected_line_ids")
        .opt_text("signed_name", 200)
        .opt_text("comment", 2_000)
        .opt_text("content_hash", 64)
        .choice("currency")
        .money("net_minor")
        .money("tax_minor")
        .money("total_minor")
        .opt_text("address", 45)
        .opt_text("user_agent", 400)
        .versioned()
        .unique(&["proposal_version_id"])
        .unique_where(&["proposal_id"], "decision = 'ACCEPTED'")
        .index(&["decision"])
        .create(manager)
        .await
}
