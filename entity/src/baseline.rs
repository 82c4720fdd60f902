//! The plan of a project as it was agreed: never changed, only followed by the next one.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, contract, contract_amendment, membership, project,
    value::{CurrencyCode, Id, Keyed, Kind},
};

/// The plan of a project as it was agreed: never changed, only followed by the next one.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "baselines")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub project_id: Id<project::Entity>,
    /// The contract that it was agreed in.
    pub contract_id: Id<contract::Entity>,
    /// The amendment that it follows from.
    pub amendment_id: Option<Id<contract_amendment::Entity>>,
    /// 1, 2, 3, … within the project.
    pub number: i32,
    pub reason: String,
    /// Planned cost; none when some of it is not known.
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
    const KIND: Kind = Kind::Baseline;
}
