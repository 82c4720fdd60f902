//! Something that one side said it would do by a day.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, client, event, interaction, membership,
    value::{Id, Keyed, Kind},
};

choice! {
    /// One of the two sides.
    Party {
        /// The agency.
        Agency = "AGENCY",
        /// The client.
        Client = "CLIENT",
    }
}

choice! {
    /// What became of a promise.
    PromiseStatus {
        /// Not due, or not done yet.
        Open = "OPEN",
        /// Done.
        Kept = "KEPT",
        /// Not done in time.
        Broken = "BROKEN",
        /// The other side no longer asks for it.
        Released = "RELEASED",
    }
}

/// Something that one side said it would do by a day.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "promises")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub client_id: Id<client::Entity>,
    pub interaction_id: Option<Id<interaction::Entity>>,
    pub by_party: Party,
    pub owner_id: Option<Id<membership::Entity>>,
    pub text: String,
    pub due_on: NaiveDate,
    pub status: PromiseStatus,
    pub kept_on: Option<NaiveDate>,
    pub status_reason: Option<String>,
    pub visibility: event::Visibility,
    /// Grows by one with every change.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    /// Who made it; none for what the system made.
    pub created_by: Option<Id<membership::Entity>>,
    pub updated_at: DateTime<Utc>,
    /// When it was put out of sight.
    pub archived_at: Option<DateTime<Utc>>,
    /// Folded text that it is found by.
    pub search: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::Promise;
}
