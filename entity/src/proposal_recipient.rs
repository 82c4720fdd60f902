//! Somebody whom a version of a proposal was sent to, by a link of their own.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, client, contact, membership, proposal_version,
    value::{Id, Keyed, Kind},
};

choice! {
    /// What somebody is sent a proposal for.
    RecipientRole {
        /// To sign it.
        Signer = "SIGNER",
        /// To read it.
        Viewer = "VIEWER",
    }
}

/// Somebody whom a version of a proposal was sent to, by a link of their own.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposal_recipients")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub proposal_version_id: Id<proposal_version::Entity>,
    pub client_id: Id<client::Entity>,
    pub contact_id: Id<contact::Entity>,
    pub role: RecipientRole,
    pub position: i32,
    /// SHA-256 of the key in their link.
    pub key_hash: Vec<u8>,
    /// When the link stops working.
    pub expires_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub opened_at: Option<DateTime<Utc>>,
    pub viewed_at: Option<DateTime<Utc>>,
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
    const KIND: Kind = Kind::ProposalRecipient;
}
