//! What work will take and cost, as far as it is known before.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, client, membership, opportunity,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// How an estimate is made.
    EstimateMethod {
        /// Line by line, a figure for each piece of work, or three.
        BottomUp = "BOTTOM_UP",
        /// After similar work of the past: each line names it.
        Analogous = "ANALOGOUS",
        /// Quantities at a cost for the unit.
        Parametric = "PARAMETRIC",
        /// Three figures a line: when all goes well, most likely, when little does.
        ThreePoint = "THREE_POINT",
    }
}

choice! {
    /// How three figures become one expected figure and its spread.
    EstimateDistribution {
        /// The most likely figure counts four times; the standard deviation is a sixth of the span.
        Beta = "BETA",
        /// All three count the same.
        Triangular = "TRIANGULAR",
    }
}

choice! {
    /// How far an estimate is.
    EstimateStatus {
        /// Being worked on.
        Draft = "DRAFT",
        /// Frozen; a copy starts the next.
        Final = "FINAL",
        /// No longer of use.
        Archived = "ARCHIVED",
    }
}

/// What work will take and cost, as far as it is known before.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "estimates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub client_id: Id<client::Entity>,
    pub opportunity_id: Option<Id<opportunity::Entity>>,
    pub title: String,
    /// The title, folded for sorting.
    pub name_key: String,
    pub currency: CurrencyCode,
    pub method: EstimateMethod,
    pub distribution: EstimateDistribution,
    /// How many standard deviations the range shown reaches to both sides, in ten-thousandths.
    pub k_bps: i32,
    /// What is taken for granted: a JSON array of texts.
    #[sea_orm(column_type = "JsonBinary")]
    pub assumptions: Json,
    pub status: EstimateStatus,
    pub copied_from_id: Option<Id<Entity>>,
    /// Grows by one with every change, of its lines too.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    /// Who made it; none for what the system made.
    pub created_by: Option<Id<membership::Entity>>,
    pub updated_at: DateTime<Utc>,
    /// Folded text that it is found by.
    pub search: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::Estimate;
}
