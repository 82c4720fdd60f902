//! One state of a budget: drafted, approved, and superseded by the next.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use uuid::Uuid;

use crate::{
    agency, budget, choice, membership, project,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// How far a version of a budget is.
    BudgetVersionStatus {
        /// Being written.
        Draft = "DRAFT",
        /// In force.
        Approved = "APPROVED",
        /// Followed by another.
        Superseded = "SUPERSEDED",
        /// Given up before it was approved.
        Discarded = "DISCARDED",
    }
}

/// One state of a budget: drafted, approved, and superseded by the next.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "budget_versions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub budget_id: Id<budget::Entity>,
    pub project_id: Id<project::Entity>,
    /// 1 for the first of the budget.
    pub number: i32,
    pub status: BudgetVersionStatus,
    pub reason: Option<String>,
    /// The sum of its lines, in minor units or minutes.
    pub total: i64,
    /// The currency of its amounts; none when they are minutes.
    pub currency: Option<CurrencyCode>,
    pub approved_at: Option<DateTime<Utc>>,
    pub approved_by: Option<Id<membership::Entity>>,
    /// The amendment of a contract that it follows from.
    pub amendment_id: Option<Uuid>,
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
    const KIND: Kind = Kind::BudgetVersion;
}
