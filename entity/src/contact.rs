//! A person at a client.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, client, membership,
    value::{Id, Keyed, Kind},
};

choice! {
    /// What part somebody plays in a client's decisions.
    DecisionRole {
        /// Signs.
        Signer = "SIGNER",
        /// Pays.
        Payer = "PAYER",
        /// Speaks for us.
        Champion = "CHAMPION",
        /// Uses what we deliver.
        User = "USER",
        /// Speaks against us.
        Blocker = "BLOCKER",
        /// None of these.
        Other = "OTHER",
    }
}

/// A person at a client.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contacts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub client_id: Id<client::Entity>,
    pub name: String,
    /// The name, folded for sorting.
    pub name_key: String,
    /// In lower case.
    pub email: Option<String>,
    pub phone: Option<String>,
    pub job_title: Option<String>,
    pub decision_role: DecisionRole,
    pub locale: agency::Locale,
    pub consent_survey: bool,
    pub consent_marketing: bool,
    pub consent_publish_comments: bool,
    /// When the consents were last given or taken back.
    pub consent_at: Option<DateTime<Utc>>,
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
    const KIND: Kind = Kind::Contact;
}
