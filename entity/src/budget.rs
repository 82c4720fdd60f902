//! What a project may cost, or sell for, or how long it may take.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};
use uuid::Uuid;

use crate::{
    agency,
    agency::OverrunPolicy,
    choice, client, membership, project,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// What a budget is measured in.
    BudgetBasis {
        /// What the work costs the agency, billable or not.
        Cost = "COST",
        /// What the client pays for the work.
        Price = "PRICE",
        /// How long the work takes.
        Minutes = "MINUTES",
    }
}

/// What a project may cost, or sell for, or how long it may take.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "budgets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub project_id: Id<project::Entity>,
    pub client_id: Id<client::Entity>,
    pub basis: BudgetBasis,
    /// What happens when a cost would exceed it.
    pub overrun_policy: OverrunPolicy,
    /// Shares of what is approved that are reported once they are used, in hundredths of a percent.
    #[sea_orm(column_type = "JsonBinary")]
    pub thresholds_bps: Json,
    /// Whether commitments count as used.
    pub include_committed: bool,
    /// The currency of its amounts; none when they are minutes.
    pub currency: Option<CurrencyCode>,
    /// The approved version, no foreign key since the version points here.
    pub current_version_id: Option<Uuid>,
    /// What the approved version comes to, in minor units or minutes.
    pub approved: Option<i64>,
    /// What the ledger of the project holds.
    pub consumed: i64,
    /// What open commitments still hold.
    pub committed: i64,
    /// What is left: negative when more was used than approved.
    pub remaining: Option<i64>,
    pub is_overrun: bool,
    /// Grows by one with every change.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    /// Who made it; none for what the system made.
    pub created_by: Option<Id<membership::Entity>>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::Budget;
}
