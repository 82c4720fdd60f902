//! A part of a proposal: its dates, its price, what it is planned to cost, and what it delivers.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, client, membership, proposal_version,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// When a phase is billed.
    PhaseBilling {
        /// All of it when it begins.
        OnStart = "ON_START",
        /// All of it when it is complete.
        OnComplete = "ON_COMPLETE",
        /// In equal parts, one each month.
        Monthly = "MONTHLY",
        /// A share when it begins, the rest when it is complete.
        Percent = "PERCENT",
    }
}

/// A part of a proposal: its dates, its price, what it is planned to cost, and what it delivers.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposal_phases")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub proposal_version_id: Id<proposal_version::Entity>,
    pub client_id: Id<client::Entity>,
    pub position: i32,
    pub name: String,
    /// The name, folded for sorting.
    pub name_key: String,
    pub goal: Option<String>,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    /// Days from the beginning of the work, where no dates are known yet.
    pub start_offset_days: Option<i32>,
    pub duration_days: Option<i32>,
    /// A list of short texts.
    #[sea_orm(column_type = "JsonBinary")]
    pub deliverables: Json,
    pub currency: CurrencyCode,
    /// The sum of its lines, as chosen beforehand.
    pub price_minor: i64,
    pub planned_cost_minor: Option<i64>,
    pub billing: PhaseBilling,
    /// The share that is billed when it begins.
    pub billing_bps: Option<i32>,
    pub acceptance_criteria: Option<String>,
    /// What is reached at its end.
    pub milestone_name: Option<String>,
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
    const KIND: Kind = Kind::ProposalPhase;
}
