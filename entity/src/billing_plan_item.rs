//! A part of a contract's price and what makes it due.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, client, contract, membership, phase,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// What makes a part of a price due.
    BillingTrigger {
        /// A day.
        Date = "DATE",
        /// The phase begins.
        PhaseStart = "PHASE_START",
        /// The phase is done.
        PhaseDone = "PHASE_DONE",
        /// The client accepts a milestone.
        MilestoneAccepted = "MILESTONE_ACCEPTED",
        /// So much of the work is done.
        Percent = "PERCENT",
        /// A period ends.
        Period = "PERIOD",
    }
}

choice! {
    /// How far the billing of a part is.
    BillingStatus {
        /// Not due.
        Pending = "PENDING",
        /// Due, and not on an invoice.
        Ready = "READY",
        /// On an invoice.
        Invoiced = "INVOICED",
        /// Will not be billed.
        Cancelled = "CANCELLED",
    }
}

/// A part of a contract's price and what makes it due.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "billing_plan_items")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub contract_id: Id<contract::Entity>,
    pub client_id: Id<client::Entity>,
    pub phase_id: Option<Id<phase::Entity>>,
    pub position: i32,
    pub name: String,
    pub billing_trigger: BillingTrigger,
    /// The share of its phase's price, in hundredths of a percent, where it is one.
    pub percent_bps: Option<i32>,
    pub amount_minor: i64,
    pub currency: CurrencyCode,
    /// The day it is due, or expected to be.
    pub due_on: Option<NaiveDate>,
    pub status: BillingStatus,
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
    const KIND: Kind = Kind::BillingPlanItem;
}
