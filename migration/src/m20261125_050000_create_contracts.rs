//! What clients and the agency agreed, and the plans of projects as they were agreed.

use sea_orm_migration::prelude::*;

use crate::kit::{drop_all, owned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "contracts",
    "contract_amendments",
    "billing_plan_items",
    "baselines",
    "baseline_rows",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        owned("contracts")
            .reference("client_id", "clients")
            .opt_reference("project_id", "projects")
            .text("number", 32)
            .text("title", 200)
            .opt_loose_id("acceptance_id")
            .choice("contract_type")
            .choice("currency")
            .money("value_minor")
            .opt_money("not_to_exceed_minor")
            .opt_date("starts_on")
            .opt_date("ends_on")
            .bool("auto_renew")
            .opt_int("notice_days")
            .choice("status")
            .opt_text("status_reason", 2_000)
            .versioned()
            .searched()
            .unique(&["number"])
            .unique_where(&["acceptance_id"], "acceptance_id IS NOT NULL")
            .index(&["number"])
            .index(&["contract_type"])
            .index(&["currency"])
            .index(&["starts_on"])
            .index(&["ends_on"])
            .index(&["status"])
            .create(manager)
            .await?;
        owned("contract_amendments")
            .reference("contract_id", "contracts")
            .reference("client_id", "clients")
            .int("number")
            .text("title", 200)
            .text("reason", 2_000)
            .opt_text("scope", 10_000)
            .money("price_delta_minor")
            .money("cost_delta_minor")
            .choice("currency")
            .int("minutes_delta")
            .int("shift_days")
            .choice("status")
            .opt_text("status_reason", 2_000)
            .opt_instant("sent_at")
            .opt_instant("decided_at")
            .opt_loose_id("decided_by")
            .opt_text("signed_name", 200)
            .versioned()
            .unique(&["contract_id", "number"])
            .index(&["number"])
            .index(&["status"])
            .index(&["sent_at"])
            .index(&["decided_at"])
            .index(&["decided_by"])
            .create(manager)
            .await?;
        owned("billing_plan_items")
            .reference("contract_id", "contracts")
            .reference("client_id", "clients")
            .opt_reference("phase_id", "phases")
            .int("position")
            .text("name", 200)
            .choice("billing_trigger")
            .opt_int("percent_bps")
            .money("amount_minor")
            .choice("currency")
            .opt_date("due_on")
            .choice("status")
            .versioned()
            .index(&["position"])
            .index(&["contract_id", "position"])
            .index(&["billing_trigger"])
            .index(&["due_on"])
            .index(&["status"])
            .create(manager)
            .await?;
        owned("baselines")
            .reference("project_id", "projects")
            .opt_reference("contract_id", "contracts")
            .int("number")
            .text("reason", 2_000)
            .opt_money("cost_minor")
            .money("price_minor")
            .choice("currency")
            .int("minutes")
            .instant("created_at")
            .opt_reference("created_by", "memberships")
            .unique(&["project_id", "number"])
            .index(&["number"])
            .index(&["created_at"])
            .create(manager)
            .await?;
        owned("baseline_rows")
            .reference("baseline_id", "baselines")
            .reference("project_id", "projects")
            .reference("phase_id", "phases")
            .int("position")
            .opt_date("starts_on")
            .opt_date("ends_on")
            .opt_money("cost_minor")
            .money("price_minor")
            .choice("currency")
            .int("minutes")
            .instant("created_at")
            .opt_reference("created_by", "memberships")
            .unique(&["baseline_id", "phase_id"])
            .index(&["position"])
            .index(&["starts_on"])
            .index(&["ends_on"])
            .index(&["created_at"])
            .create(manager)
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, TABLES).await
    }
}
