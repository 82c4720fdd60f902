//! A cost that went beyond a budget, or would have: what became of it.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};
use uuid::Uuid;

use crate::{
    agency, budget, budget_version, choice, membership, project,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// What became of a cost beyond a budget.
    OverrunStatus {
        /// The budget only warns: the cost was booked.
        Warned = "WARNED",
        /// The cost waits for somebody to decide.
        Pending = "PENDING",
        /// Somebody approved it: the cost was booked.
        Approved = "APPROVED",
        /// Somebody refused it: nothing was booked.
        Rejected = "REJECTED",
        /// The record it comes from was taken back before somebody decided.
        Withdrawn = "WITHDRAWN",
        /// Nobody decided in time: nothing was booked.
        Expired = "EXPIRED",
    }
}

/// A cost that went beyond a budget, or would have: what became of it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "overrun_decisions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub budget_id: Id<budget::Entity>,
    pub budget_version_id: Id<budget_version::Entity>,
    pub project_id: Id<project::Entity>,
    pub status: OverrunStatus,
    /// What the cost takes of the budget, in minor units or minutes.
    pub requested: i64,
    /// What was left before it.
    pub remaining: i64,
    /// The currency of its amounts; none when they are minutes.
    pub currency: Option<CurrencyCode>,
    /// The type of the record that the cost comes from.
    pub source_kind: String,
    pub source_id: Uuid,
    /// What is booked when it is approved; empty when that is up to the record it comes from.
    #[sea_orm(column_type = "JsonBinary")]
    pub posting: Json,
    /// The entry that was booked.
    pub cost_entry_id: Option<Uuid>,
    pub requested_by: Option<Id<membership::Entity>>,
    pub decided_by: Option<Id<membership::Entity>>,
    pub decided_at: Option<DateTime<Utc>>,
    pub reason: Option<String>,
    pub expires_at: Option<DateTime<Utc>>,
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
    const KIND: Kind = Kind::OverrunDecision;
}
