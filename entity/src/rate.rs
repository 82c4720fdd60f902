//! What an hour sells for: the most exact match for the work counts.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, membership, project, rate_card_version,
    value::{CurrencyCode, Id, Keyed, Kind},
    work_role,
};

choice! {
    /// Where the price of an hour comes from.
    RateSource {
        /// Given with the entry itself.
        Entry = "ENTRY",
        /// The engagement of a freelancer.
        Engagement = "ENGAGEMENT",
        /// A rate of this project for the person.
        ProjectPerson = "PROJECT_PERSON",
        /// A rate of this project for the role.
        ProjectRole = "PROJECT_ROLE",
        /// A rate of this project for everybody.
        Project = "PROJECT",
        /// The client's card, for the person.
        ClientPerson = "CLIENT_PERSON",
        /// The client's card, for the role.
        ClientRole = "CLIENT_ROLE",
        /// The client's card, for everybody.
        Client = "CLIENT",
        /// The agency's card, for the person.
        AgencyPerson = "AGENCY_PERSON",
        /// The agency's card, for the role.
        AgencyRole = "AGENCY_ROLE",
        /// The agency's card, for everybody.
        Agency = "AGENCY",
    }
}

/// What an hour sells for: the most exact match for the work counts.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub rate_card_version_id: Id<rate_card_version::Entity>,
    /// Only for work of this person.
    pub member_id: Option<Id<membership::Entity>>,
    /// Only for work in this role.
    pub work_role_id: Option<Id<work_role::Entity>>,
    /// Only for work on this project.
    pub project_id: Option<Id<project::Entity>>,
    /// Only for work of this category.
    pub category: Option<String>,
    pub per_hour_micro: i64,
    pub currency: CurrencyCode,
    /// Grows by one with every change.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    /// Who made it; none for what the system made.
    pub created_by: Option<Id<membership::Entity>>,
    pub updated_at: DateTime<Utc>,
    /// When it was put out of sight.
    pub archived_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::Rate;
}
