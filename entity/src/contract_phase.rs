//! A part of the work that was agreed in a contract.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};

use crate::{
    agency, client, contract, membership, phase,
    proposal_phase::{self, PhaseBilling},
    value::{CurrencyCode, Id, Keyed, Kind},
};

/// A part of the work that was agreed in a contract.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_phases")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub contract_id: Id<contract::Entity>,
    pub client_id: Id<client::Entity>,
    /// The phase of the project that it became; none while the contract is a draft.
    pub phase_id: Option<Id<phase::Entity>>,
    /// The phase of the proposal that it came of.
    pub proposal_phase_id: Option<Id<proposal_phase::Entity>>,
    pub position: i32,
    pub name: String,
    pub goal: Option<String>,
    pub starts_on: Option<NaiveDate>,
    /// The last day, which the client was told.
    pub ends_on: Option<NaiveDate>,
    pub currency: CurrencyCode,
    pub price_minor: i64,
    pub planned_cost_minor: Option<i64>,
    /// How long it is planned to take.
    pub minutes: i32,
    /// A list of short texts.
    #[sea_orm(column_type = "JsonBinary")]
    pub deliverables: Json,
    pub acceptance_criteria: Option<String>,
    /// What is reached at its end.
    pub milestone_name: Option<String>,
    pub billing: PhaseBilling,
    /// The share that is billed when it begins.
    pub billing_bps: Option<i32>,
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
    const KIND: Kind = Kind::ContractPhase;
}
