//! A step on the way from a first talk to an order, as the agency names it.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, membership,
    value::{Id, Keyed, Kind},
};

choice! {
    /// What a stage means for the opportunities in it.
    StageKind {
        /// Not decided yet.
        Open = "OPEN",
        /// The client ordered.
        Won = "WON",
        /// The client will not order.
        Lost = "LOST",
    }
}

/// A step on the way from a first talk to an order, as the agency names it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stages")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub name: String,
    /// The name, folded for sorting.
    pub name_key: String,
    pub position: i32,
    pub kind: StageKind,
    /// How likely an order is, in hundredths of a percent.
    pub probability_bps: i32,
    /// Where new opportunities begin. One stage of an agency.
    pub is_default: bool,
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
    const KIND: Kind = Kind::Stage;
}
