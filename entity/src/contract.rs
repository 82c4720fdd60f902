//! What a client and the agency agreed: what is done, for how much, and how it is paid.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    acceptance, agency, choice, client, membership, project, proposal,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// How work under a contract is paid.
    ContractType {
        /// A price for the whole, whatever it takes.
        FixedFee = "FIXED_FEE",
        /// Hours and materials as they come.
        TimeAndMaterials = "TIME_AND_MATERIALS",
        /// A fee a period for a capacity.
        Retainer = "RETAINER",
        /// Parts of it one way and parts another.
        Mixed = "MIXED",
        /// What it costs, and something on top.
        CostPlus = "COST_PLUS",
    }
}

choice! {
    /// How far a contract is.
    ContractStatus {
        /// Being written: binds nobody.
        Draft = "DRAFT",
        /// Binds both sides.
        Active = "ACTIVE",
        /// Fulfilled.
        Completed = "COMPLETED",
        /// Ended before it was fulfilled.
        Terminated = "TERMINATED",
        /// Its last day has passed.
        Expired = "EXPIRED",
        /// Given up before it bound anybody.
        Void = "VOID",
    }
}

/// What a client and the agency agreed: what is done, for how much, and how it is paid.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contracts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub client_id: Id<client::Entity>,
    /// The project that the work is done in; none while it is a draft that opens one.
    pub project_id: Option<Id<project::Entity>>,
    /// Who runs the project that it opens.
    pub manager_id: Option<Id<membership::Entity>>,
    /// The proposal that it came of.
    pub proposal_id: Option<Id<proposal::Entity>>,
    /// Short and unique in the agency.
    pub number: String,
    pub title: String,
    /// The client's acceptance of that proposal.
    pub acceptance_id: Option<Id<acceptance::Entity>>,
    pub contract_type: ContractType,
    pub currency: CurrencyCode,
    /// With all amendments that were accepted.
    pub value_minor: i64,
    /// What is never invoiced beyond.
    pub not_to_exceed_minor: Option<i64>,
    /// The day since when it binds; none while it is a draft.
    pub bound_on: Option<NaiveDate>,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub auto_renew: bool,
    pub notice_days: Option<i32>,
    pub status: ContractStatus,
    pub status_reason: Option<String>,
    /// Grows by one with every change.
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
    const KIND: Kind = Kind::Contract;
}
