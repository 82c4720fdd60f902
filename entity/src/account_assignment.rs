//! A colleague answers for a client, from one day to another.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, client, membership,
    value::{Id, Keyed, Kind},
};

choice! {
    /// How somebody answers for a client.
    AssignmentRole {
        /// Answers for the client. A client has one lead at a time.
        Lead = "LEAD",
        /// Stands in for the lead.
        Backup = "BACKUP",
    }
}

/// A colleague answers for a client, from one day to another.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_assignments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub client_id: Id<client::Entity>,
    pub member_id: Id<membership::Entity>,
    pub role: AssignmentRole,
    pub starts_on: NaiveDate,
    /// The first day it no longer holds.
    pub ends_on: Option<NaiveDate>,
    pub handover_note: Option<String>,
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
    const KIND: Kind = Kind::AccountAssignment;
}
