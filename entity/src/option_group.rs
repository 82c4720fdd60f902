//! Options of a proposal of which the client chooses by a rule.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, client, membership, proposal_version,
    value::{Id, Keyed, Kind},
};

choice! {
    /// How many options of a group a client takes.
    OptionRule {
        /// As many as they like.
        Any = "ANY",
        /// One, no more and no less.
        ExactlyOne = "EXACTLY_ONE",
        /// One or none.
        AtMostOne = "AT_MOST_ONE",
    }
}

/// Options of a proposal of which the client chooses by a rule.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "option_groups")]
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
    pub rule: OptionRule,
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
    const KIND: Kind = Kind::OptionGroup;
}
