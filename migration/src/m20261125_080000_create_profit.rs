//! What the agency as a whole cost beside its projects.

use sea_orm_migration::prelude::*;

use crate::kit::{drop_all, owned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        owned("overhead_periods")
            .date("starts_on")
            .date("ends_on")
            .money("facility_minor")
            .money("internal_labour_minor")
            .choice("currency")
            .int("total_minutes")
            .int("client_minutes")
            .money("facility_per_hour_micro")
            .money("internal_per_hour_micro")
            .money("per_hour_micro")
            .opt_instant("locked_at")
            .opt_loose_id("locked_by")
            .versioned()
            .unique(&["starts_on"])
            .index(&["starts_on"])
            .index(&["ends_on"])
            .index(&["locked_at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["overhead_periods"]).await
    }
}
