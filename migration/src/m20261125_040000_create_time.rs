//! Work and purchases for projects.

use sea_orm_migration::prelude::*;

use crate::kit::{drop_all, owned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["time_entries", "timers", "expenses"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        owned("time_entries")
            .reference("project_id", "projects")
            .opt_reference("phase_id", "phases")
            .opt_reference("task_id", "tasks")
            .reference("member_id", "memberships")
            .opt_reference("work_role_id", "work_roles")
            .opt_text("category", 64)
            .date("worked_on")
            .date("booked_on")
            .int("minutes")
            .bool("billable")
            .opt_text("note", 2_000)
            .choice("status")
            .opt_text("status_reason", 2_000)
            .opt_instant("submitted_at")
            .opt_instant("decided_at")
            .opt_loose_id("decided_by")
            .choice("budget_state")
            .choice("currency")
            .opt_money("cost_rate_micro")
            .opt_choice("cost_rate_currency")
            .opt_money("cost_minor")
            .opt_money("cost_fx_rate")
            .opt_money("sell_rate_micro")
            .opt_choice("rate_source")
            .opt_money("price_minor")
            .versioned()
            .archivable()
            .index(&["category"])
            .index(&["worked_on"])
            .index(&["booked_on"])
            .index(&["project_id", "worked_on"])
            .index(&["member_id", "worked_on"])
            .index(&["minutes"])
            .index(&["billable"])
            .index(&["status"])
            .index(&["submitted_at"])
            .index(&["decided_at"])
            .index(&["decided_by"])
            .index(&["budget_state"])
            .index(&["rate_source"])
            .create(manager)
            .await?;
        owned("timers")
            .reference("member_id", "memberships")
            .reference("project_id", "projects")
            .opt_reference("phase_id", "phases")
            .opt_reference("task_id", "tasks")
            .opt_reference("work_role_id", "work_roles")
            .opt_text("category", 64)
            .bool("billable")
            .opt_text("note", 2_000)
            .instant("started_at")
            .opt_instant("stopped_at")
            .versioned()
            .unique_where(&["member_id"], "stopped_at IS NULL")
            .index(&["started_at"])
            .index(&["stopped_at"])
            .create(manager)
            .await?;
        expenses(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, TABLES).await
    }
}

async fn expenses(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    owned("expenses")
        .reference("project_id", "projects")
        .opt_reference("phase_id", "phases")
        .reference("member_id", "memberships")
        .opt_text("category", 64)
        .text("description", 2_000)
        .opt_text("vendor", 200)
        .date("spent_on")
        .date("booked_on")
        .money("paid_minor")
        .money("tax_minor")
        .choice("paid_currency")
        .choice("currency")
        .money("cost_minor")
        .opt_money("fx_rate")
        .int("markup_bps")
        .money("price_minor")
        .bool("billable")
        .bool("pass_through")
        .opt_reference("reimburse_to", "memberships")
        .choice("status")
        .opt_text("status_reason", 2_000)
        .opt_instant("submitted_at")
        .opt_instant("decided_at")
        .opt_loose_id("decided_by")
        .choice("budget_state")
        .versioned()
        .archivable()
        .searched()
        .index(&["category"])
        .index(&["spent_on"])
        .index(&["booked_on"])
        .index(&["project_id", "spent_on"])
        .index(&["billable"])
        .index(&["pass_through"])
        .index(&["status"])
        .index(&["submitted_at"])
        .index(&["decided_at"])
        .index(&["decided_by"])
        .index(&["budget_state"])
        .create(manager)
        .await
}
