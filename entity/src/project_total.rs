//! The whole ledger of a project added up; kept with every entry.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use uuid::Uuid;

use crate::{
    agency, project,
    value::{CurrencyCode, Id},
};

/// The whole ledger of a project added up; kept with every entry.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "project_totals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub agency_id: Id<agency::Entity>,
    pub project_id: Id<project::Entity>,
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
    /// Cost of the agency's own, as far as it is known.
    pub own_cost_minor: i64,
    pub own_price_minor: i64,
    /// What was spent for the client and is passed on.
    pub pass_through_cost_minor: i64,
    pub pass_through_price_minor: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
