//! A change of a contract: nothing of it holds before the client has accepted it.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, client, contract, membership,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// How far a change of a contract is.
    AmendmentStatus {
        /// Being written.
        Draft = "DRAFT",
        /// Shown to the client.
        Sent = "SENT",
        /// The client has accepted it: it holds.
        Accepted = "ACCEPTED",
        /// The client has declined it.
        Declined = "DECLINED",
        /// The agency has taken it back.
        Withdrawn = "WITHDRAWN",
    }
}

/// A change of a contract: nothing of it holds before the client has accepted it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_amendments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub contract_id: Id<contract::Entity>,
    pub client_id: Id<client::Entity>,
    /// 1, 2, 3, … within the contract.
    pub number: i32,
    pub title: String,
    /// Why the contract is changed.
    pub reason: String,
    /// What is done more, less or otherwise.
    pub scope: Option<String>,
    /// What the price changes by.
    pub price_delta_minor: i64,
    /// What the planned cost changes by.
    pub cost_delta_minor: i64,
    pub currency: CurrencyCode,
    /// What the planned minutes change by.
    pub minutes_delta: i32,
    /// Days that the dates told to the client move by.
    pub shift_days: i32,
    pub status: AmendmentStatus,
    pub status_reason: Option<String>,
    pub sent_at: Option<DateTime<Utc>>,
    pub decided_at: Option<DateTime<Utc>>,
    /// Who accepted or declined it, or recorded that.
    pub decided_by: Option<Id<membership::Entity>>,
    /// The name that was signed with.
    pub signed_name: Option<String>,
    /// The network address it came from.
    pub address: Option<String>,
    /// What the program of who decided calls itself.
    pub user_agent: Option<String>,
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
    const KIND: Kind = Kind::ContractAmendment;
}
