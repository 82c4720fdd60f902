//! The ledger of a project added up by month, phase, person, role, category and kind; kept with every entry.

use chrono::NaiveDate;
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use uuid::Uuid;

use crate::{
    agency,
    cost_entry::CostKind,
    project,
    value::{CurrencyCode, Id},
};

/// The ledger of a project added up by month, phase, person, role, category and kind; kept with every entry.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cost_rollups")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub agency_id: Id<agency::Entity>,
    pub project_id: Id<project::Entity>,
    /// The nil UUID stands for no phase.
    pub phase_id: Uuid,
    /// The nil UUID stands for nobody.
    pub member_id: Uuid,
    /// The nil UUID stands for no role.
    pub work_role_id: Uuid,
    /// Empty for none.
    pub category: String,
    pub kind: CostKind,
    /// The first day of the month, in the agency's calendar.
    pub month: NaiveDate,
    pub pass_through: bool,
    /// The project's currency.
    pub currency: CurrencyCode,
    /// Entries that stand: a reversal takes one away.
    pub entries: i64,
    /// Those of them whose cost nobody knows.
    pub unknown_entries: i64,
    pub minutes: i64,
    pub billable_minutes: i64,
    /// Minutes whose cost nobody knows.
    pub unknown_minutes: i64,
    pub cost_minor: i64,
    pub price_minor: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
