//! Work that a client may order.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, client, membership, stage,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// Why a client did not order.
    LostReason {
        /// Too expensive.
        Price = "PRICE",
        /// Another agency was taken.
        Competitor = "COMPETITOR",
        /// The client has no money for it.
        Budget = "BUDGET",
        /// It cannot be done in time, or it is too early.
        Timing = "TIMING",
        /// Not what the client needs.
        Fit = "FIT",
        /// The client does it themself.
        InHouse = "IN_HOUSE",
        /// The client no longer answers.
        NoAnswer = "NO_ANSWER",
        /// We do not want it.
        Declined = "DECLINED",
        /// Something else, as the note says.
        Other = "OTHER",
    }
}

/// Work that a client may order.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "opportunities")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub client_id: Id<client::Entity>,
    pub title: String,
    /// The title, folded for sorting.
    pub name_key: String,
    pub stage_id: Id<stage::Entity>,
    pub amount_minor: i64,
    pub currency: CurrencyCode,
    pub expected_close: NaiveDate,
    pub source: Option<String>,
    pub owner_id: Id<membership::Entity>,
    /// The stage's, unless it is the opportunity's own.
    pub probability_bps: i32,
    pub is_probability_own: bool,
    pub lost_reason: Option<LostReason>,
    pub lost_note: Option<String>,
    /// The day it was won or lost.
    pub closed_on: Option<NaiveDate>,
    /// Values of the agency's own fields, by key.
    #[sea_orm(column_type = "JsonBinary")]
    pub custom_fields: Json,
    /// Grows by one with every change.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    /// Who made it; none for what the system made.
    pub created_by: Option<Id<membership::Entity>>,
    pub updated_at: DateTime<Utc>,
    /// When it was put out of sight.
    pub archived_at: Option<DateTime<Utc>>,
    /// Folded text that it is found by.
    pub search: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::Opportunity;
}
