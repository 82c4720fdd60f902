//! A part of a budget: for a phase, a category, a work role, or what is set aside for surprises.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, budget, budget_version, membership, phase, project,
    value::{CurrencyCode, Id, Keyed, Kind},
};

/// A part of a budget: for a phase, a category, a work role, or what is set aside for surprises.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "budget_lines")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub budget_version_id: Id<budget_version::Entity>,
    pub budget_id: Id<budget::Entity>,
    pub project_id: Id<project::Entity>,
    pub position: i32,
    pub phase_id: Option<Id<phase::Entity>>,
    pub category: Option<String>,
    /// The name of a work role.
    pub work_role: Option<String>,
    /// Whether it is set aside for surprises: nothing is booked on it.
    pub contingency: bool,
    pub note: Option<String>,
    /// In minor units or minutes.
    pub amount: i64,
    /// The currency of its amount; none when it is minutes.
    pub currency: Option<CurrencyCode>,
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
    const KIND: Kind = Kind::BudgetLine;
}
