//! One piece of work in an estimate.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, client, estimate, membership,
    value::{CurrencyCode, Id, Keyed, Kind},
};

/// One piece of work in an estimate.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "estimate_lines")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    /// The estimate's.
    pub client_id: Id<client::Entity>,
    pub estimate_id: Id<estimate::Entity>,
    pub phase_key: String,
    pub phase_position: i32,
    pub position: i32,
    pub category: Option<String>,
    pub work_role_name: Option<String>,
    pub optimistic_minutes: Option<i32>,
    pub likely_minutes: Option<i32>,
    pub pessimistic_minutes: Option<i32>,
    pub optimistic_cost_minor: Option<i64>,
    /// Where there are no three figures, the one figure.
    pub likely_cost_minor: Option<i64>,
    pub pessimistic_cost_minor: Option<i64>,
    /// In ten-thousandths.
    pub quantity: Option<i64>,
    pub unit: Option<String>,
    pub unit_cost_micro: Option<i64>,
    pub sell_rate_micro: Option<i64>,
    /// The estimate's.
    pub currency: CurrencyCode,
    pub reference: Option<String>,
    pub note: Option<String>,
    /// Grows by one with every change.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    /// Who made it; none for what the system made.
    pub created_by: Option<Id<membership::Entity>>,
    pub updated_at: DateTime<Utc>,
    /// When it was put out of sight.
    pub archived_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::EstimateLine;
}
