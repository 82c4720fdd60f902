//! What freelancers bill.

use sea_orm_migration::prelude::*;

use crate::kit::{drop_all, owned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["freelancer_bills", "freelancer_bill_lines"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        owned("freelancer_bills")
            .reference("engagement_id", "engagements")
            .reference("project_id", "projects")
            .reference("member_id", "memberships")
            .opt_reference("phase_id", "phases")
            .text("number", 64)
            .date("billed_on")
            .opt_text("note", 2_000)
            .choice("currency")
            .money("total_minor")
            .opt_money("beyond_minor")
            .choice("status")
            .opt_text("status_reason", 2_000)
            .opt_choice("budget_state")
            .opt_date("booked_on")
            .opt_instant("submitted_at")
            .opt_instant("decided_at")
            .opt_loose_id("decided_by")
            .opt_date("paid_on")
            .versioned()
            .unique_where(&["engagement_id", "number"], "status <> 'DISCARDED'")
            .index(&["number"])
            .index(&["billed_on"])
            .index(&["status"])
            .index(&["budget_state"])
            .index(&["booked_on"])
            .index(&["submitted_at"])
            .index(&["decided_at"])
            .index(&["decided_by"])
            .index(&["paid_on"])
            .create(manager)
            .await?;
        owned("freelancer_bill_lines")
            .reference("freelancer_bill_id", "freelancer_bills")
            .reference("project_id", "projects")
            .reference("member_id", "memberships")
            .int("position")
            .opt_reference("time_entry_id", "time_entries")
            .opt_text("description", 2_000)
            .choice("currency")
            .money("amount_minor")
            .versioned()
            .archivable()
            .unique_where(&["time_entry_id"], "archived_at IS NULL")
            .index(&["position"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, TABLES).await
    }
}
