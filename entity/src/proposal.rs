//! What an agency offers a client, in versions of which one may be accepted.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, client, membership, opportunity, project, proposal_version,
    value::{Id, Keyed, Kind},
};

/// What an agency offers a client, in versions of which one may be accepted.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub client_id: Id<client::Entity>,
    /// The chance it belongs to.
    pub opportunity_id: Option<Id<opportunity::Entity>>,
    /// The project that it adds to; none when its acceptance opens one.
    pub project_id: Option<Id<project::Entity>>,
    /// PRP-0001 and on.
    pub number: String,
    pub title: String,
    /// The version made last.
    pub current_version_id: Option<Id<proposal_version::Entity>>,
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
    const KIND: Kind = Kind::Proposal;
}
