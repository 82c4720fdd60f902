//! A talk, mail or visit between the agency and a client.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, client, event, membership, project,
    value::{Id, Keyed, Kind},
};

choice! {
    /// How the two sides met.
    Channel {
        /// By telephone or video.
        Call = "CALL",
        /// In a meeting.
        Meeting = "MEETING",
        /// By mail.
        Email = "EMAIL",
        /// In a chat.
        Chat = "CHAT",
        /// At their place or ours.
        Visit = "VISIT",
        /// In the client portal.
        Portal = "PORTAL",
    }
}

choice! {
    /// Who began it.
    Direction {
        /// The client.
        In = "IN",
        /// The agency.
        Out = "OUT",
    }
}

choice! {
    /// The role that an account manager wears in one interaction.
    Hat {
        /// Speaks for the agency.
        Representative = "REPRESENTATIVE",
        /// Offers and sells.
        Salesperson = "SALESPERSON",
        /// Helps with what was bought.
        CustomerService = "CUSTOMER_SERVICE",
        /// Advises on the subject.
        Expert = "EXPERT",
        /// Advises on money.
        FinancialAdviser = "FINANCIAL_ADVISER",
    }
}

/// A talk, mail or visit between the agency and a client.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "interactions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub client_id: Id<client::Entity>,
    pub at: DateTime<Utc>,
    pub minutes: Option<i32>,
    pub channel: Channel,
    pub direction: Direction,
    pub hat: Hat,
    pub summary: String,
    /// From -2, very bad, to 2, very good.
    pub sentiment: Option<i32>,
    pub visibility: event::Visibility,
    pub project_id: Option<Id<project::Entity>>,
    /// Values of the agency's own fields, by key.
    #[sea_orm(column_type = "JsonBinary")]
    pub custom_fields: Json,
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
    const KIND: Kind = Kind::Interaction;
}
