//! What is agreed with a freelancer for a project: from a day to a day, at a rate, within caps.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, membership, project,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// What a freelancer is paid for.
    EngagementTerms {
        /// Each hour of work: the rate is that of an hour.
        Hourly = "HOURLY",
        /// All of the work: the rate is for the whole.
        Fixed = "FIXED",
        /// Each thing delivered: the rate is that of one.
        PerDeliverable = "PER_DELIVERABLE",
    }
}

choice! {
    /// How far an engagement is.
    EngagementStatus {
        /// Written down; nothing holds yet.
        Draft = "DRAFT",
        /// It holds from its first day to its last.
        Active = "ACTIVE",
        /// It is over; what was worked in its days still counts by it.
        Ended = "ENDED",
        /// Given up before it held.
        Void = "VOID",
    }
}

/// What is agreed with a freelancer for a project: from a day to a day, at a rate, within caps.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "engagements")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub member_id: Id<membership::Entity>,
    pub project_id: Id<project::Entity>,
    pub terms: EngagementTerms,
    /// In millionths of the currency's unit: of an hour, of the whole, or of a deliverable.
    pub rate_micro: i64,
    pub currency: CurrencyCode,
    /// What the freelancer may come to at the most; none when there is no such limit.
    pub cap_minor: Option<i64>,
    /// How long they may work at the most; none when there is no such limit.
    pub cap_minutes: Option<i32>,
    /// What they have come to: work by the hour, and what approved bills bring beyond it.
    pub used_minor: i64,
    /// How long they have worked.
    pub used_minutes: i32,
    pub starts_on: NaiveDate,
    /// The last day; none when no end is known.
    pub ends_on: Option<NaiveDate>,
    pub nda_signed_at: Option<DateTime<Utc>>,
    pub note: Option<String>,
    pub status: EngagementStatus,
    pub status_reason: Option<String>,
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
    const KIND: Kind = Kind::Engagement;
}
