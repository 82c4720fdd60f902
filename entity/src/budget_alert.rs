//! Word that a budget is used up to a threshold, or beyond what was approved.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, budget, budget_version, choice, membership, overrun_decision, project,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// What an alert tells of.
    BudgetAlertKind {
        /// A threshold was reached, for the first time in this version.
        Threshold = "THRESHOLD",
        /// A cost beyond the budget was booked.
        Overrun = "OVERRUN",
    }
}

/// Word that a budget is used up to a threshold, or beyond what was approved.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "budget_alerts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub budget_id: Id<budget::Entity>,
    pub budget_version_id: Id<budget_version::Entity>,
    pub project_id: Id<project::Entity>,
    pub kind: BudgetAlertKind,
    /// In hundredths of a percent of what was approved.
    pub threshold_bps: Option<i32>,
    pub overrun_decision_id: Option<Id<overrun_decision::Entity>>,
    /// What was used at that moment, in minor units or minutes.
    pub used: i64,
    /// What was approved at that moment.
    pub approved: i64,
    /// The currency of its amounts; none when they are minutes.
    pub currency: Option<CurrencyCode>,
    pub acknowledged_at: Option<DateTime<Utc>>,
    pub acknowledged_by: Option<Id<membership::Entity>>,
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
    const KIND: Kind = Kind::BudgetAlert;
}
