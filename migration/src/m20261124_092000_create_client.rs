//! Clients, the people there, and the relationship.

use sea_orm_migration::prelude::*;

use crate::kit::{drop_all, owned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "clients",
    "contacts",
    "account_assignments",
    "interactions",
    "interaction_contacts",
    "interaction_members",
    "promises",
    "needs",
    "need_interactions",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    #[expect(clippy::too_many_lines, reason = "a list of tables")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        owned("clients")
            .text("name", 200)
            .text("name_key", 400)
            .opt_text("legal_name", 200)
            .opt_text("sector", 100)
            .opt_choice("tier")
            .choice("stage")
            .opt_text("stage_reason", 2_000)
            .choice("currency")
            .choice("locale")
            .opt_text("tax_id", 64)
            .opt_text("billing_address", 1_000)
            .opt_int("payment_term_days")
            .opt_money("credit_limit_minor")
            .opt_choice("credit_limit_currency")
            .opt_date("since")
            .opt_reference("owner_id", "memberships")
            .customised()
            .versioned()
            .archivable()
            .searched()
            .index(&["name_key"])
            .index(&["sector"])
            .index(&["tier"])
            .index(&["stage"])
            .index(&["currency"])
            .index(&["since"])
            .index(&["stage", "created_at"])
            .create(manager)
            .await?;
        owned("contacts")
            .reference("client_id", "clients")
            .text("name", 200)
            .text("name_key", 400)
            .opt_text("email", 320)
            .opt_text("phone", 40)
            .opt_text("job_title", 200)
            .choice("decision_role")
            .choice("locale")
            .bool("consent_survey")
            .bool("consent_marketing")
            .bool("consent_publish_comments")
            .opt_instant("consent_at")
            .customised()
            .versioned()
            .archivable()
            .searched()
            .index(&["name_key"])
            .index(&["client_id", "name_key"])
            .index(&["email"])
            .index(&["decision_role"])
            .create(manager)
            .await?;
        owned("account_assignments")
            .reference("client_id", "clients")
            .reference("member_id", "memberships")
            .choice("role")
            .date("starts_on")
            .opt_date("ends_on")
            .opt_text("handover_note", 10_000)
            .versioned()
            .index(&["client_id", "starts_on"])
            .index(&["starts_on"])
            .index(&["ends_on"])
            .index(&["role"])
            .unique_where(&["client_id"], "\"role\" = 'LEAD' AND \"ends_on\" IS NULL")
            .create(manager)
            .await?;
        owned("interactions")
            .reference("client_id", "clients")
            .instant("at")
            .opt_int("minutes")
            .choice("channel")
            .choice("direction")
            .choice("hat")
            .text("summary", 10_000)
            .opt_int("sentiment")
            .choice("visibility")
            .opt_loose_id("project_id")
            .customised()
            .versioned()
            .archivable()
            .searched()
            .index(&["at"])
            .index(&["client_id", "at"])
            .index(&["channel"])
            .index(&["direction"])
            .index(&["hat"])
            .index(&["sentiment"])
            .index(&["visibility"])
            .index(&["project_id", "at"])
            .create(manager)
            .await?;
        owned("interaction_contacts")
            .reference("interaction_id", "interactions")
            .reference("contact_id", "contacts")
            .unique(&["interaction_id", "contact_id"])
            .create(manager)
            .await?;
        owned("interaction_members")
            .reference("interaction_id", "interactions")
            .reference("member_id", "memberships")
            .unique(&["interaction_id", "member_id"])
            .create(manager)
            .await?;
        owned("promises")
            .reference("client_id", "clients")
            .opt_reference("interaction_id", "interactions")
            .choice("by_party")
            .opt_reference("owner_id", "memberships")
            .text("text", 2_000)
            .date("due_on")
            .choice("status")
            .opt_date("kept_on")
            .opt_text("status_reason", 2_000)
            .choice("visibility")
            .versioned()
            .archivable()
            .searched()
            .index(&["due_on"])
            .index(&["client_id", "due_on"])
            .index(&["by_party"])
            .index(&["status", "due_on"])
            .index(&["visibility"])
            .create(manager)
            .await?;
        owned("needs")
            .reference("client_id", "clients")
            .choice("kind")
            .text("statement", 2_000)
            .choice("priority")
            .choice("status")
            .opt_text("status_reason", 2_000)
            .customised()
            .versioned()
            .archivable()
            .searched()
            .index(&["client_id", "created_at"])
            .index(&["kind"])
            .index(&["priority"])
            .index(&["status"])
            .create(manager)
            .await?;
        owned("need_interactions")
            .reference("need_id", "needs")
            .reference("interaction_id", "interactions")
            .unique(&["need_id", "interaction_id"])
            .create(manager)
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, TABLES).await
    }
}
