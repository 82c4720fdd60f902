//! What a client answered to a version of a proposal, and how that can be proven.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, client, contact, membership, proposal, proposal_recipient, proposal_version,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// What a client answered.
    Decision {
        /// Yes.
        Accepted = "ACCEPTED",
        /// No.
        Declined = "DECLINED",
    }
}

/// What a client answered to a version of a proposal, and how that can be proven.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "acceptances")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub proposal_version_id: Id<proposal_version::Entity>,
    pub proposal_id: Id<proposal::Entity>,
    pub client_id: Id<client::Entity>,
    /// Whose link it came by.
    pub recipient_id: Option<Id<proposal_recipient::Entity>>,
    /// Who answered.
    pub contact_id: Option<Id<contact::Entity>>,
    /// The portal user who answered.
    pub member_id: Option<Id<membership::Entity>>,
    pub decision: Decision,
    /// Ids of the options that were chosen.
    #[sea_orm(column_type = "JsonBinary")]
    pub selected_line_ids: Json,
    /// The name as they typed it.
    pub signed_name: Option<String>,
    pub comment: Option<String>,
    /// The hash of what they answered to.
    pub content_hash: Option<String>,
    pub currency: CurrencyCode,
    pub net_minor: i64,
    pub tax_minor: i64,
    pub total_minor: i64,
    /// The network address it came from.
    pub address: Option<String>,
    /// What their program calls itself.
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
    const KIND: Kind = Kind::Acceptance;
}
