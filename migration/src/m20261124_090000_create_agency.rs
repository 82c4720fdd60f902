//! Agencies and the people in them.

use sea_orm_migration::prelude::*;

use crate::kit::{drop_all, global, owned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["agencies", "memberships"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        global("agencies")
            .text("name", 200)
            .choice("base_currency")
            .choice("locale")
            .text("time_zone", 64)
            .choice("calendar")
            .int("fiscal_year_start_month")
            .choice("tax_rounding")
            .bool("proposal_required_before_contract")
            .opt_int("margin_floor_bps")
            .choice("overrun_default")
            .int("report_max_gap_days")
            .int("silence_notice_days")
            .json("answer_target_hours")
            .opt_date("books_closed_until")
            .int("k_anonymity")
            .int("version")
            .instant("created_at")
            .instant("updated_at")
            .create(manager)
            .await?;
        owned("memberships")
            .global_reference("user_id", "users")
            .text("name", 200)
            .text("name_key", 400)
            .text("email", 320)
            .choice("role")
            .choice("status")
            .opt_loose_id("contact_id")
            .opt_loose_id("client_id")
            .bool("may_accept_proposals")
            .opt_choice("locale")
            .opt_text("time_zone", 64)
            .opt_instant("last_active_at")
            .versioned()
            .searched()
            .unique(&["user_id"])
            .index(&["name_key"])
            .index(&["email"])
            .index(&["role"])
            .index(&["status"])
            .index(&["client_id"])
            .index(&["contact_id"])
            .index_of_all(&["user_id"])
            .create(manager)
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, TABLES).await
    }
}
