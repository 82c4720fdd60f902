//! What an hour of a person costs the agency, from a day to a day.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, membership,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// What an hourly cost is made of.
    CostBasis {
        /// The salary with all that the employer pays on top.
        SalaryLoaded = "SALARY_LOADED",
        /// What a contract with somebody outside says.
        Contract = "CONTRACT",
    }
}

/// What an hour of a person costs the agency, from a day to a day.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cost_rates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub member_id: Id<membership::Entity>,
    pub starts_on: NaiveDate,
    /// The last day; none when no end is known.
    pub ends_on: Option<NaiveDate>,
    pub per_hour_micro: i64,
    pub currency: CurrencyCode,
    pub basis: CostBasis,
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
    const KIND: Kind = Kind::CostRate;
}
