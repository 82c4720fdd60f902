//! What clients and the agency agreed, and the plans of projects as they were agreed.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

use crate::kit::{append_only, drop_all, drop_append_only, owned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "contracts",
    "contract_phases",
    "contract_amendments",
    "billing_plan_items",
    "baselines",
    "baseline_rows",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        agreements(manager).await?;
        plans(manager).await?;
        offers(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for statement in [
            "ALTER TABLE \"proposal_versions\" DROP COLUMN \"not_to_exceed_minor\"",
            "ALTER TABLE \"proposal_versions\" DROP COLUMN \"contract_type\"",
            "DROP INDEX \"ix_proposals_project_id\"",
            "ALTER TABLE \"proposals\" DROP COLUMN \"project_id\"",
        ] {
            db.execute_unprepared(statement).await?;
        }
        for table in ["baselines", "baseline_rows"] {
            drop_append_only(manager, table).await?;
        }
        drop_all(manager, TABLES).await
    }
}

/// What was agreed, and how it changes.
async fn agreements(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    owned("contracts")
        .reference("client_id", "clients")
        .opt_reference("project_id", "projects")
        .opt_reference("manager_id", "memberships")
        .opt_reference("proposal_id", "proposals")
        .opt_reference("acceptance_id", "acceptances")
        .text("number", 32)
        .text("title", 200)
        .choice("contract_type")
        .choice("currency")
        .money("value_minor")
        .opt_money("not_to_exceed_minor")
        .opt_date("bound_on")
        .opt_date("starts_on")
        .opt_date("ends_on")
        .bool("auto_renew")
        .opt_int("notice_days")
        .choice("status")
        .opt_text("status_reason", 2_000)
        .versioned()
        .searched()
        .unique(&["number"])
        .unique_where(&["proposal_id"], "proposal_id IS NOT NULL")
        .unique_where(&["acceptance_id"], "acceptance_id IS NOT NULL")
        .index(&["number"])
        .index(&["contract_type"])
        .index(&["currency"])
        .index(&["bound_on"])
        .index(&["starts_on"])
        .index(&["ends_on"])
        .index(&["status"])
        .create(manager)
        .await?;
    owned("contract_phases")
        .reference("contract_id", "contracts")
        .reference("client_id", "clients")
        .opt_reference("phase_id", "phases")
        .opt_reference("proposal_phase_id", "proposal_phases")
        .int("position")
        .text("name", 200)
        .opt_text("goal", 2_000)
        .opt_date("starts_on")
        .opt_date("ends_on")
        .choice("currency")
        .money("price_minor")
        .opt_money("planned_cost_minor")
        .int("minutes")
        .json("deliverables")
        .opt_text("acceptance_criteria", 10_000)
        .opt_text("milestone_name", 200)
        .choice("billing")
        .opt_int("billing_bps")
        .versioned()
        .index(&["position"])
        .index(&["contract_id", "position"])
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
        .opt_reference("decided_by", "memberships")
        .opt_text("signed_name", 200)
        .opt_text("address", 64)
        .opt_text("user_agent", 400)
        .versioned()
        .unique(&["contract_id", "number"])
        .index(&["number"])
        .index(&["status"])
        .index(&["sent_at"])
        .index(&["decided_at"])
        .create(manager)
        .await
}

/// When the price is due, and what was planned.
async fn plans(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
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
        .reference("contract_id", "contracts")
        .opt_reference("amendment_id", "contract_amendments")
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
        .reference("contract_id", "contracts")
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
    for table in ["baselines", "baseline_rows"] {
        append_only(manager, table).await?;
    }
    Ok(())
}

/// What a proposal says of the contract that its acceptance opens.
async fn offers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let postgres = db.get_database_backend() == DbBackend::Postgres;
    let statements = if postgres {
        [
            "ALTER TABLE \"proposals\" ADD COLUMN \"project_id\" uuid",
            "CREATE INDEX \"ix_proposals_project_id\" ON \"proposals\" (\"agency_id\", \"project_id\" NULLS FIRST, \"id\")",
            "ALTER TABLE \"proposal_versions\" ADD COLUMN \"contract_type\" varchar(24) COLLATE \"C\" NOT NULL DEFAULT 'FIXED_FEE'",
            "ALTER TABLE \"proposal_versions\" ADD COLUMN \"not_to_exceed_minor\" bigint",
        ]
    } else {
        [
            "ALTER TABLE \"proposals\" ADD COLUMN \"project_id\" uuid_text",
            "CREATE INDEX \"ix_proposals_project_id\" ON \"proposals\" (\"agency_id\", \"project_id\", \"id\")",
            "ALTER TABLE \"proposal_versions\" ADD COLUMN \"contract_type\" varchar(24) NOT NULL DEFAULT 'FIXED_FEE'",
            "ALTER TABLE \"proposal_versions\" ADD COLUMN \"not_to_exceed_minor\" bigint \
             CHECK (typeof(\"not_to_exceed_minor\") IN ('integer', 'null'))",
        ]
    };
    for statement in statements {
        db.execute_unprepared(statement).await?;
    }
    Ok(())
}
