//! Work that somebody did for a project on a day, with what its hour costs and sells for, frozen when it was booked.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, engagement, membership, phase, project,
    rate::RateSource,
    task,
    value::{CurrencyCode, Id, Keyed, Kind},
    work_role,
};

choice! {
    /// How far a booking is.
    BookingStatus {
        /// Booked; who booked it may still change it.
        Draft = "DRAFT",
        /// Handed in to be approved.
        Submitted = "SUBMITTED",
        /// Approved.
        Approved = "APPROVED",
        /// Refused, with a reason; it no longer counts as a cost.
        Rejected = "REJECTED",
    }
}

choice! {
    /// What the budgets of the project say to a booking.
    BudgetState {
        /// It is in the ledger, and used up of the budgets.
        Booked = "BOOKED",
        /// It would exceed a budget and waits for somebody to decide; it is not in the ledger.
        Pending = "PENDING",
        /// It would have exceeded a budget and was refused; it is not in the ledger.
        Refused = "REFUSED",
        /// It was taken out of the ledger: rejected or discarded.
        Released = "RELEASED",
    }
}

/// Work that somebody did for a project on a day, with what its hour costs and sells for, frozen when it was booked.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "time_entries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub project_id: Id<project::Entity>,
    pub phase_id: Option<Id<phase::Entity>>,
    pub task_id: Option<Id<task::Entity>>,
    pub member_id: Id<membership::Entity>,
    pub work_role_id: Option<Id<work_role::Entity>>,
    pub category: Option<String>,
    /// The day of the work: rates are those of this day.
    pub worked_on: NaiveDate,
    /// The day it is booked on: the day of the work, or a later one when its books were closed.
    pub booked_on: NaiveDate,
    pub minutes: i32,
    pub billable: bool,
    pub note: Option<String>,
    pub status: BookingStatus,
    pub status_reason: Option<String>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub decided_at: Option<DateTime<Utc>>,
    /// Who approved or rejected it.
    pub decided_by: Option<Id<membership::Entity>>,
    pub budget_state: BudgetState,
    /// The project's currency.
    pub currency: CurrencyCode,
    /// What the hour cost; none when nobody recorded it.
    pub cost_rate_micro: Option<i64>,
    pub cost_rate_currency: Option<CurrencyCode>,
    /// In the project's currency; none when it is not known.
    pub cost_minor: Option<i64>,
    /// What the cost rate's currency was worth, times ten to the tenth.
    pub cost_fx_rate: Option<i64>,
    /// What the hour sells for; none when no card says so.
    pub sell_rate_micro: Option<i64>,
    pub rate_source: Option<RateSource>,
    /// None for billable work without a rate; 0 for work that is not billable.
    pub price_minor: Option<i64>,
    /// The freelancer's engagement that it is work of.
    pub engagement_id: Option<Id<engagement::Entity>>,
    /// What it brings a freelancer by the hour, in the engagement's currency.
    pub fee_minor: Option<i64>,
    /// Grows by one with every change.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    /// Who made it; none for what the system made.
    pub created_by: Option<Id<membership::Entity>>,
    pub updated_at: DateTime<Utc>,
    /// When it was discarded.
    pub archived_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::TimeEntry;
}
