//! What projects cost, what they may cost, and what became of costs that went beyond.

use sea_orm_migration::prelude::*;

use crate::kit::{append_only, drop_all, drop_append_only, owned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "budgets",
    "budget_versions",
    "budget_lines",
    "budget_periods",
    "budget_moves",
    "commitments",
    "cost_entries",
    "cost_rollups",
    "project_totals",
    "overrun_decisions",
    "budget_alerts",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        plans(manager).await?;
        ledger(manager).await?;
        overruns(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_append_only(manager, "cost_entries").await?;
        drop_all(manager, TABLES).await
    }
}

/// What a project may cost.
async fn plans(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    owned("budgets")
        .reference("project_id", "projects")
        .reference("client_id", "clients")
        .choice("basis")
        .choice("overrun_policy")
        .json("thresholds_bps")
        .bool("include_committed")
        .opt_choice("currency")
        .opt_loose_id("current_version_id")
        .opt_money("approved")
        .money("consumed")
        .money("committed")
        .opt_money("remaining")
        .bool("is_overrun")
        .versioned()
        .unique(&["project_id", "basis"])
        .index(&["basis"])
        .index(&["overrun_policy"])
        .index(&["is_overrun"])
        .create(manager)
        .await?;
    owned("budget_versions")
        .reference("budget_id", "budgets")
        .reference("project_id", "projects")
        .int("number")
        .choice("status")
        .opt_text("reason", 2_000)
        .money("total")
        .opt_choice("currency")
        .opt_instant("approved_at")
        .opt_reference("approved_by", "memberships")
        .opt_loose_id("amendment_id")
        .versioned()
        .unique(&["budget_id", "number"])
        .unique_where(&["budget_id"], "status = 'APPROVED'")
        .index(&["number"])
        .index(&["status"])
        .index(&["approved_at"])
        .create(manager)
        .await?;
    owned("budget_lines")
        .reference("budget_version_id", "budget_versions")
        .reference("budget_id", "budgets")
        .reference("project_id", "projects")
        .int("position")
        .opt_reference("phase_id", "phases")
        .opt_text("category", 64)
        .opt_text("work_role", 200)
        .bool("contingency")
        .opt_text("note", 2_000)
        .money("amount")
        .opt_choice("currency")
        .versioned()
        .unique(&["budget_version_id", "position"])
        .index(&["position"])
        .index(&["category"])
        .index(&["contingency"])
        .create(manager)
        .await?;
    shares(manager).await
}

/// How a budget is spread, moved and promised.
async fn shares(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    owned("budget_periods")
        .reference("budget_line_id", "budget_lines")
        .reference("project_id", "projects")
        .date("month")
        .money("amount")
        .opt_choice("currency")
        .unique(&["budget_line_id", "month"])
        .index(&["month"])
        .create(manager)
        .await?;
    owned("budget_moves")
        .reference("budget_id", "budgets")
        .reference("budget_version_id", "budget_versions")
        .reference("project_id", "projects")
        .reference("from_line_id", "budget_lines")
        .reference("to_line_id", "budget_lines")
        .money("amount")
        .opt_choice("currency")
        .text("reason", 2_000)
        .versioned()
        .create(manager)
        .await?;
    owned("commitments")
        .reference("budget_id", "budgets")
        .reference("project_id", "projects")
        .opt_reference("phase_id", "phases")
        .opt_reference("member_id", "memberships")
        .opt_text("vendor", 200)
        .text("description", 2_000)
        .choice("status")
        .opt_text("status_reason", 2_000)
        .money("amount")
        .money("consumed")
        .money("released")
        .opt_choice("currency")
        .opt_choice("source_kind")
        .opt_loose_id("source_id")
        .versioned()
        .index(&["status"])
        .index(&["source_kind", "source_id"])
        .create(manager)
        .await
}

/// What a project cost, entry by entry and added up.
async fn ledger(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    owned("cost_entries")
        .reference("project_id", "projects")
        .reference("client_id", "clients")
        .opt_reference("phase_id", "phases")
        .choice("kind")
        .date("on_date")
        .opt_reference("member_id", "memberships")
        .opt_reference("work_role_id", "work_roles")
        .opt_text("category", 64)
        .int("minutes")
        .bool("billable")
        .bool("pass_through")
        .opt_money("cost_minor")
        .money("price_minor")
        .choice("currency")
        .opt_money("original_minor")
        .opt_choice("original_currency")
        .opt_money("fx_rate")
        .choice("source_kind")
        .loose_id("source_id")
        .opt_loose_id("reverses_id")
        .opt_reference("commitment_id", "commitments")
        .money("drawn")
        .instant("created_at")
        .opt_loose_id("created_by")
        .unique_where(&["reverses_id"], "reverses_id IS NOT NULL")
        .index(&["project_id", "on_date"])
        .index(&["source_kind", "source_id"])
        .index(&["kind"])
        .index(&["on_date"])
        .index(&["billable"])
        .index(&["pass_through"])
        .index(&["category"])
        .index(&["created_at"])
        .create(manager)
        .await?;
    append_only(manager, "cost_entries").await?;
    owned("cost_rollups")
        .reference("project_id", "projects")
        .loose_id("phase_id")
        .loose_id("member_id")
        .loose_id("work_role_id")
        .text("category", 64)
        .choice("kind")
        .date("month")
        .bool("pass_through")
        .choice("currency")
        .big_int("entries")
        .big_int("unknown_entries")
        .big_int("minutes")
        .big_int("billable_minutes")
        .big_int("unknown_minutes")
        .money("cost_minor")
        .money("price_minor")
        .unique(&[
            "project_id",
            "month",
            "phase_id",
            "member_id",
            "work_role_id",
            "category",
            "kind",
            "pass_through",
        ])
        .create(manager)
        .await?;
    owned("project_totals")
        .reference("project_id", "projects")
        .choice("currency")
        .big_int("entries")
        .big_int("unknown_entries")
        .big_int("minutes")
        .big_int("billable_minutes")
        .big_int("unknown_minutes")
        .money("own_cost_minor")
        .money("own_price_minor")
        .money("pass_through_cost_minor")
        .money("pass_through_price_minor")
        .unique(&["project_id"])
        .create(manager)
        .await
}

/// What went beyond a budget, or came close to it.
async fn overruns(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    owned("overrun_decisions")
        .reference("budget_id", "budgets")
        .reference("budget_version_id", "budget_versions")
        .reference("project_id", "projects")
        .choice("status")
        .money("requested")
        .money("remaining")
        .opt_choice("currency")
        .choice("source_kind")
        .loose_id("source_id")
        .json("posting")
        .opt_loose_id("cost_entry_id")
        .opt_reference("requested_by", "memberships")
        .opt_reference("decided_by", "memberships")
        .opt_instant("decided_at")
        .opt_text("reason", 2_000)
        .opt_instant("expires_at")
        .versioned()
        .index(&["status"])
        .index(&["status", "expires_at"])
        .index(&["expires_at"])
        .index(&["decided_at"])
        .index(&["source_kind", "source_id"])
        .create(manager)
        .await?;
    owned("budget_alerts")
        .reference("budget_id", "budgets")
        .reference("budget_version_id", "budget_versions")
        .reference("project_id", "projects")
        .choice("kind")
        .opt_int("threshold_bps")
        .opt_reference("overrun_decision_id", "overrun_decisions")
        .money("used")
        .money("approved")
        .opt_choice("currency")
        .opt_instant("acknowledged_at")
        .opt_reference("acknowledged_by", "memberships")
        .versioned()
        .unique_where(
            &["budget_version_id", "threshold_bps"],
            "threshold_bps IS NOT NULL",
        )
        .index(&["kind"])
        .index(&["acknowledged_at"])
        .create(manager)
        .await
}
