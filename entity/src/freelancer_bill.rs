//! What a freelancer bills for work under an engagement.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, engagement, membership, phase, project,
    time_entry::BudgetState,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// How far a freelancer's bill is.
    FreelancerBillStatus {
        /// Being written.
        Draft = "DRAFT",
        /// Handed in to be approved.
        Submitted = "SUBMITTED",
        /// Something of it is not agreed: it can be changed and handed in again.
        Disputed = "DISPUTED",
        /// Approved; what it costs beyond the work on it is in the ledger.
        Approved = "APPROVED",
        /// Paid.
        Paid = "PAID",
        /// Given up before it was handed in.
        Discarded = "DISCARDED",
    }
}

/// What a freelancer bills for work under an engagement.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "freelancer_bills")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub engagement_id: Id<engagement::Entity>,
    pub project_id: Id<project::Entity>,
    pub member_id: Id<membership::Entity>,
    pub phase_id: Option<Id<phase::Entity>>,
    /// The freelancer's own; no two bills of an engagement share one, but for those that were discarded.
    pub number: String,
    pub billed_on: NaiveDate,
    pub note: Option<String>,
    /// The engagement's currency.
    pub currency: CurrencyCode,
    /// The sum of its lines.
    pub total_minor: i64,
    /// What it takes of the engagement's cap beyond the work on it, from when it is to be approved; none before.
    pub beyond_minor: Option<i64>,
    pub status: FreelancerBillStatus,
    pub status_reason: Option<String>,
    /// What the budgets of the project say to it; none before somebody approves it.
    pub budget_state: Option<BudgetState>,
    /// The day it is in the ledger.
    pub booked_on: Option<NaiveDate>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub decided_at: Option<DateTime<Utc>>,
    /// Who approved or disputed it.
    pub decided_by: Option<Id<membership::Entity>>,
    pub paid_on: Option<NaiveDate>,
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
    const KIND: Kind = Kind::FreelancerBill;
}
