//! An amount that went from one line of an approved budget to another.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, budget, budget_line, budget_version, membership, project,
    value::{CurrencyCode, Id, Keyed, Kind},
};

/// An amount that went from one line of an approved budget to another.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "budget_moves")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub budget_id: Id<budget::Entity>,
    pub budget_version_id: Id<budget_version::Entity>,
    pub project_id: Id<project::Entity>,
    pub from_line_id: Id<budget_line::Entity>,
    pub to_line_id: Id<budget_line::Entity>,
    /// In minor units or minutes.
    pub amount: i64,
    /// The currency of its amount; none when it is minutes.
    pub currency: Option<CurrencyCode>,
    pub reason: String,
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
    const KIND: Kind = Kind::BudgetMove;
}
