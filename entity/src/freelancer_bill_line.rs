//! A line of a freelancer's bill: for work, for something delivered, or for the whole.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, freelancer_bill, membership, project, time_entry,
    value::{CurrencyCode, Id, Keyed, Kind},
};

/// A line of a freelancer's bill: for work, for something delivered, or for the whole.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "freelancer_bill_lines")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub freelancer_bill_id: Id<freelancer_bill::Entity>,
    pub project_id: Id<project::Entity>,
    pub member_id: Id<membership::Entity>,
    pub position: i32,
    /// The work it is for: on no other line that stands.
    pub time_entry_id: Option<Id<time_entry::Entity>>,
    pub description: Option<String>,
    /// The engagement's currency.
    pub currency: CurrencyCode,
    pub amount_minor: i64,
    /// Grows by one with every change.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    /// Who made it; none for what the system made.
    pub created_by: Option<Id<membership::Entity>>,
    pub updated_at: DateTime<Utc>,
    /// When another line took its place, or its bill was discarded.
    pub archived_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::FreelancerBillLine;
}
