//! A phase of a project as it was agreed.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, baseline, contract, membership, phase, project,
    value::{CurrencyCode, Id, Keyed, Kind},
};

/// A phase of a project as it was agreed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "baseline_rows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub baseline_id: Id<baseline::Entity>,
    pub project_id: Id<project::Entity>,
    /// The contract that the phase was agreed in.
    pub contract_id: Id<contract::Entity>,
    pub phase_id: Id<phase::Entity>,
    pub position: i32,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    /// Planned cost; none when it is not known.
    pub cost_minor: Option<i64>,
    pub price_minor: i64,
    pub currency: CurrencyCode,
    pub minutes: i32,
    pub created_at: DateTime<Utc>,
    /// Who made it; none for what the system made.
    pub created_by: Option<Id<membership::Entity>>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::BaselineRow;
}
