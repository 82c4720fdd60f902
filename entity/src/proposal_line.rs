//! A line of a proposal: so much of something at a price.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait, Uuid,
};

use crate::{
    agency, client, membership, need, option_group, proposal_phase, proposal_version, tax_code,
    value::{CurrencyCode, Id, Keyed, Kind},
};

/// A line of a proposal: so much of something at a price.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposal_lines")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub proposal_version_id: Id<proposal_version::Entity>,
    pub client_id: Id<client::Entity>,
    pub phase_id: Id<proposal_phase::Entity>,
    pub group_id: Option<Id<option_group::Entity>>,
    /// The need it answers.
    pub need_id: Option<Id<need::Entity>>,
    /// The line of an estimate it came from.
    pub estimate_line_id: Option<Uuid>,
    pub position: i32,
    pub description: String,
    /// In ten-thousandths.
    pub quantity: i64,
    pub unit: Option<String>,
    pub currency: CurrencyCode,
    /// In millionths of the currency's unit.
    pub unit_price_micro: i64,
    pub discount_bps: i32,
    pub tax_code_id: Option<Id<tax_code::Entity>>,
    /// Whether the client may leave it out.
    pub optional: bool,
    /// Whether an option is chosen unless the client chooses otherwise.
    pub selected: bool,
    pub net_minor: i64,
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
    const KIND: Kind = Kind::ProposalLine;
}
