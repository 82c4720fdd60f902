//! One entry of a project's ledger: it is never changed, a mistake is reversed.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use uuid::Uuid;

use crate::{
    agency, choice, client, commitment, membership, phase, project,
    value::{CurrencyCode, Id, Keyed, Kind},
    work_role,
};

choice! {
    /// What kind of cost an entry of the ledger is.
    CostKind {
        /// Work of the agency's own people.
        Time = "TIME",
        /// Something that was bought.
        Expense = "EXPENSE",
        /// Work of freelancers.
        Freelancer = "FREELANCER",
        /// A share of what the agency costs as a whole.
        Overhead = "OVERHEAD",
        /// What the client got for answering.
        Reward = "REWARD",
        /// What will not be paid.
        WriteOff = "WRITE_OFF",
        /// What being paid costs.
        Fee = "FEE",
    }
}

/// One entry of a project's ledger: it is never changed, a mistake is reversed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cost_entries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub project_id: Id<project::Entity>,
    pub client_id: Id<client::Entity>,
    pub phase_id: Option<Id<phase::Entity>>,
    pub kind: CostKind,
    pub on_date: NaiveDate,
    pub member_id: Option<Id<membership::Entity>>,
    pub work_role_id: Option<Id<work_role::Entity>>,
    pub category: Option<String>,
    /// 0 for what takes no time.
    pub minutes: i32,
    pub billable: bool,
    /// Whether it is spent for the client and passed on: no cost of the agency's own.
    pub pass_through: bool,
    /// None when nobody knows it.
    pub cost_minor: Option<i64>,
    pub price_minor: i64,
    /// The project's currency.
    pub currency: CurrencyCode,
    /// The amount as it was paid, when that was in another currency.
    pub original_minor: Option<i64>,
    pub original_currency: Option<CurrencyCode>,
    /// What the other currency was worth, times ten to the tenth.
    pub fx_rate: Option<i64>,
    /// The type of the record that it comes from.
    pub source_kind: String,
    pub source_id: Uuid,
    /// The entry that this one undoes.
    pub reverses_id: Option<Id<Entity>>,
    /// The commitment that it uses.
    pub commitment_id: Option<Id<commitment::Entity>>,
    /// How much of the commitment it uses.
    pub drawn: i64,
    pub created_at: DateTime<Utc>,
    /// Who made it; none for what the system made.
    pub created_by: Option<Id<membership::Entity>>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::CostEntry;
}
