//! What clients may order: stages, opportunities, estimates and their lines.

use sea_orm_migration::prelude::*;

use crate::kit::{drop_all, owned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "stages",
    "opportunities",
    "opportunity_needs",
    "estimates",
    "estimate_lines",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    #[expect(clippy::too_many_lines, reason = "a list of tables")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        owned("stages")
            .text("name", 100)
            .text("name_key", 400)
            .int("position")
            .choice("kind")
            .int("probability_bps")
            .bool("is_default")
            .versioned()
            .archivable()
            .index(&["name_key"])
            .index(&["position"])
            .index(&["kind"])
            .index(&["probability_bps"])
            .index(&["is_default"])
            .unique_where(&["is_default"], "\"is_default\"")
            .create(manager)
            .await?;
        owned("opportunities")
            .reference("client_id", "clients")
            .text("title", 200)
            .text("name_key", 400)
            .reference("stage_id", "stages")
            .money("amount_minor")
            .choice("currency")
            .date("expected_close")
            .opt_text("source", 100)
            .reference("owner_id", "memberships")
            .int("probability_bps")
            .bool("is_probability_own")
            .opt_choice("lost_reason")
            .opt_text("lost_note", 2_000)
            .opt_date("closed_on")
            .customised()
            .versioned()
            .archivable()
            .searched()
            .index(&["name_key"])
            .index(&["client_id", "expected_close"])
            .index(&["stage_id", "expected_close"])
            .index(&["expected_close"])
            .index(&["currency"])
            .index(&["source"])
            .index(&["probability_bps"])
            .index(&["is_probability_own"])
            .index(&["lost_reason"])
            .index(&["closed_on"])
            .create(manager)
            .await?;
        owned("opportunity_needs")
            .reference("opportunity_id", "opportunities")
            .reference("need_id", "needs")
            .unique(&["opportunity_id", "need_id"])
            .create(manager)
            .await?;
        owned("estimates")
            .reference("client_id", "clients")
            .opt_reference("opportunity_id", "opportunities")
            .text("title", 200)
            .text("name_key", 400)
            .choice("currency")
            .choice("method")
            .choice("distribution")
            .int("k_bps")
            .json("assumptions")
            .choice("status")
            .opt_reference("copied_from_id", "estimates")
            .versioned()
            .searched()
            .index(&["name_key"])
            .index(&["client_id", "created_at"])
            .index(&["opportunity_id", "created_at"])
            .index(&["currency"])
            .index(&["method"])
            .index(&["status"])
            .create(manager)
            .await?;
        owned("estimate_lines")
            .reference("client_id", "clients")
            .reference("estimate_id", "estimates")
            .text("phase_key", 64)
            .int("phase_position")
            .int("position")
            .opt_text("category", 64)
            .opt_text("work_role_name", 100)
            .opt_int("optimistic_minutes")
            .opt_int("likely_minutes")
            .opt_int("pessimistic_minutes")
            .opt_money("optimistic_cost_minor")
            .opt_money("likely_cost_minor")
            .opt_money("pessimistic_cost_minor")
            .opt_money("quantity")
            .opt_text("unit", 40)
            .opt_money("unit_cost_micro")
            .opt_money("sell_rate_micro")
            .choice("currency")
            .opt_text("reference", 500)
            .opt_text("note", 2_000)
            .versioned()
            .archivable()
            .index(&["estimate_id", "position"])
            .index(&["position"])
            .index(&["phase_position"])
            .index(&["phase_key"])
            .index(&["category"])
            .index(&["work_role_name"])
            .create(manager)
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, TABLES).await
    }
}
