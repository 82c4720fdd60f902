//! A company or person the agency works for.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, membership,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// How much a client matters to the agency.
    ClientTier {
        /// The most important.
        A = "A",
        /// Important.
        B = "B",
        /// All others.
        C = "C",
    }
}

choice! {
    /// How the relationship with a client stands.
    ClientStage {
        /// Not yet won.
        Prospect = "PROSPECT",
        /// Won; the work is being set up.
        Onboarding = "ONBOARDING",
        /// Being worked for.
        Active = "ACTIVE",
        /// Being worked for, and may be lost.
        AtRisk = "AT_RISK",
        /// Work is suspended.
        Paused = "PAUSED",
        /// No longer a client.
        Lost = "LOST",
    }
}

/// A company or person the agency works for.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "clients")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub name: String,
    /// The name, folded for sorting.
    pub name_key: String,
    pub legal_name: Option<String>,
    pub sector: Option<String>,
    pub tier: Option<ClientTier>,
    pub stage: ClientStage,
    pub stage_reason: Option<String>,
    pub currency: CurrencyCode,
    pub locale: agency::Locale,
    pub tax_id: Option<String>,
    pub billing_address: Option<String>,
    pub payment_term_days: Option<i32>,
    pub credit_limit_minor: Option<i64>,
    pub credit_limit_currency: Option<CurrencyCode>,
    pub since: Option<NaiveDate>,
    /// Mirrors the open LEAD assignment.
    pub owner_id: Option<Id<membership::Entity>>,
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
    const KIND: Kind = Kind::Client;
}
