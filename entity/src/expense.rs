//! Something bought for a project: what it cost, and what the client pays for it.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, commitment, file, membership, phase, project,
    time_entry::{BookingStatus, BudgetState},
    value::{CurrencyCode, Id, Keyed, Kind},
};

/// Something bought for a project: what it cost, and what the client pays for it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "expenses")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub project_id: Id<project::Entity>,
    pub phase_id: Option<Id<phase::Entity>>,
    /// Who booked it.
    pub member_id: Id<membership::Entity>,
    pub category: Option<String>,
    pub description: String,
    pub vendor: Option<String>,
    /// The day it was bought.
    pub spent_on: NaiveDate,
    /// The day it is booked on: the day it was bought, or a later one when its books were closed.
    pub booked_on: NaiveDate,
    /// Without tax, as it was paid.
    pub paid_minor: i64,
    pub tax_minor: i64,
    pub paid_currency: CurrencyCode,
    /// The project's currency.
    pub currency: CurrencyCode,
    /// Without tax, in the project's currency.
    pub cost_minor: i64,
    /// What the other currency was worth, times ten to the tenth.
    pub fx_rate: Option<i64>,
    /// What is put on top for the client, in hundredths of a percent.
    pub markup_bps: i32,
    pub price_minor: i64,
    pub billable: bool,
    /// Whether it is spent in the client's name: kept out of the agency's own income.
    pub pass_through: bool,
    /// Who gets the money back.
    pub reimburse_to: Option<Id<membership::Entity>>,
    /// What proves it.
    pub receipt_id: Option<Id<file::Entity>>,
    pub status: BookingStatus,
    pub status_reason: Option<String>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub decided_at: Option<DateTime<Utc>>,
    /// Who approved or rejected it.
    pub decided_by: Option<Id<membership::Entity>>,
    pub budget_state: BudgetState,
    /// Grows by one with every change.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    /// Who made it; none for what the system made.
    pub created_by: Option<Id<membership::Entity>>,
    pub updated_at: DateTime<Utc>,
    /// When it was discarded.
    pub archived_at: Option<DateTime<Utc>>,
    /// Folded text that it is found by.
    pub search: String,
    /// The commitment that it uses, no foreign key.
    pub commitment_id: Option<Id<commitment::Entity>>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::Expense;
}
