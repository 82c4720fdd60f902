//! Projects and their plans.

use sea_orm_migration::prelude::*;

use crate::kit::{drop_all, owned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "projects",
    "project_members",
    "phases",
    "milestones",
    "tasks",
    "task_assignees",
    "task_dependencies",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    #[expect(clippy::too_many_lines, reason = "a list of tables")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        owned("projects")
            .reference("client_id", "clients")
            .text("code", 32)
            .text("name", 200)
            .text("name_key", 400)
            .opt_text("description", 10_000)
            .opt_reference("manager_id", "memberships")
            .choice("status")
            .opt_text("status_reason", 2_000)
            .choice("rag")
            .opt_text("rag_note", 2_000)
            .choice("currency")
            .choice("visibility")
            .opt_date("starts_on")
            .opt_date("ends_on")
            .customised()
            .versioned()
            .archivable()
            .searched()
            .unique(&["code"])
            .index(&["name_key"])
            .index(&["status"])
            .index(&["status", "created_at"])
            .index(&["rag"])
            .index(&["currency"])
            .index(&["visibility"])
            .index(&["starts_on"])
            .index(&["ends_on"])
            .index(&["client_id", "created_at"])
            .create(manager)
            .await?;
        owned("project_members")
            .reference("project_id", "projects")
            .reference("member_id", "memberships")
            .choice("role")
            .versioned()
            .unique(&["project_id", "member_id"])
            .index(&["role"])
            .create(manager)
            .await?;
        owned("phases")
            .reference("project_id", "projects")
            .int("position")
            .text("name", 200)
            .text("name_key", 400)
            .opt_text("goal", 2_000)
            .choice("status")
            .opt_text("status_reason", 2_000)
            .opt_date("starts_on")
            .opt_date("ends_on")
            .choice("percent_complete_method")
            .opt_int("percent_bps")
            .int("weight")
            .versioned()
            .archivable()
            .index(&["name_key"])
            .index(&["position"])
            .index(&["project_id", "position"])
            .index(&["status"])
            .index(&["starts_on"])
            .index(&["ends_on"])
            .create(manager)
            .await?;
        owned("milestones")
            .reference("project_id", "projects")
            .opt_reference("phase_id", "phases")
            .text("name", 200)
            .text("name_key", 400)
            .opt_text("acceptance_criteria", 10_000)
            .choice("status")
            .opt_text("status_reason", 2_000)
            .date("committed_on")
            .date("forecast_on")
            .opt_date("achieved_on")
            .opt_date("client_accepted_on")
            .opt_loose_id("accepted_by")
            .int("weight_bps")
            .versioned()
            .archivable()
            .index(&["name_key"])
            .index(&["project_id", "committed_on"])
            .index(&["status"])
            .index(&["committed_on"])
            .index(&["forecast_on"])
            .index(&["achieved_on"])
            .index(&["client_accepted_on"])
            .index(&["accepted_by"])
            .create(manager)
            .await?;
        owned("tasks")
            .reference("project_id", "projects")
            .opt_reference("phase_id", "phases")
            .text("name", 200)
            .text("name_key", 400)
            .opt_text("description", 10_000)
            .choice("status")
            .opt_text("status_reason", 2_000)
            .opt_int("estimate_minutes")
            .opt_int("remaining_minutes")
            .int("percent_bps")
            .opt_date("starts_on")
            .opt_date("due_on")
            .opt_instant("done_at")
            .choice("priority")
            .choice("visibility")
            .int("position")
            .customised()
            .versioned()
            .archivable()
            .searched()
            .index(&["name_key"])
            .index(&["project_id", "position"])
            .index(&["position"])
            .index(&["status"])
            .index(&["status", "due_on"])
            .index(&["starts_on"])
            .index(&["due_on"])
            .index(&["done_at"])
            .index(&["priority"])
            .index(&["visibility"])
            .create(manager)
            .await?;
        owned("task_assignees")
            .reference("task_id", "tasks")
            .reference("member_id", "memberships")
            .unique(&["task_id", "member_id"])
            .create(manager)
            .await?;
        owned("task_dependencies")
            .reference("task_id", "tasks")
            .reference("depends_on_id", "tasks")
            .unique(&["task_id", "depends_on_id"])
            .create(manager)
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, TABLES).await
    }
}
