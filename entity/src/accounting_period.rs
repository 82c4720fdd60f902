//! A span of days whose books are open or closed.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, membership,
    value::{Id, Keyed, Kind},
};

choice! {
    /// Whether something can still be booked in a period.
    PeriodStatus {
        /// Bookings and their changes are accepted.
        Open = "OPEN",
        /// Nothing is booked or changed any more.
        Closed = "CLOSED",
    }
}

/// A span of days whose books are open or closed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounting_periods")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    pub status: PeriodStatus,
    pub status_reason: Option<String>,
    pub closed_at: Option<DateTime<Utc>>,
    pub closed_by: Option<Id<membership::Entity>>,
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
    const KIND: Kind = Kind::AccountingPeriod;
}
