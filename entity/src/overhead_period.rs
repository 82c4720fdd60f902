//! Months and what the agency as a whole cost in them, beside its projects.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, membership,
    value::{CurrencyCode, Id, Keyed, Kind},
};

/// Months and what the agency as a whole cost in them, beside its projects.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "overhead_periods")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    /// The first day of a month, in the agency's calendar.
    pub starts_on: NaiveDate,
    /// The last day of a month.
    pub ends_on: NaiveDate,
    /// What rooms, tools and the like cost.
    pub facility_minor: i64,
    /// What work for the agency itself cost.
    pub internal_labour_minor: i64,
    pub currency: CurrencyCode,
    /// All minutes that were worked.
    pub total_minutes: i32,
    /// Those of them that were worked for clients.
    pub client_minutes: i32,
    /// What an hour of anybody carries of the facilities.
    pub facility_per_hour_micro: i64,
    /// What an hour for clients carries of the work for the agency itself.
    pub internal_per_hour_micro: i64,
    /// What an hour for clients carries in all.
    pub per_hour_micro: i64,
    /// When it was locked: it is not changed any more.
    pub locked_at: Option<DateTime<Utc>>,
    pub locked_by: Option<Id<membership::Entity>>,
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
    const KIND: Kind = Kind::OverheadPeriod;
}
