//! What of a line of a budget is meant for one month.

use chrono::NaiveDate;
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, budget_line, project,
    value::{CurrencyCode, Id, Keyed, Kind},
};

/// What of a line of a budget is meant for one month.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "budget_periods")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub budget_line_id: Id<budget_line::Entity>,
    pub project_id: Id<project::Entity>,
    /// The first day of the month, in the agency's calendar.
    pub month: NaiveDate,
    /// In minor units or minutes.
    pub amount: i64,
    /// The currency of its amount; none when it is minutes.
    pub currency: Option<CurrencyCode>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::BudgetPeriod;
}
