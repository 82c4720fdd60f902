//! A rate of tax and the reason for it. The rate never changes: a new rate is a new code.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, membership,
    value::{Id, Keyed, Kind},
};

choice! {
    /// Why a rate of tax applies, by the codes of EN 16931.
    TaxCategory {
        /// The standard or a reduced rate.
        Standard = "S",
        /// Taxed at zero.
        Zero = "Z",
        /// Exempt from tax.
        Exempt = "E",
        /// The buyer owes the tax.
        ReverseCharge = "AE",
        /// A supply to another country of the European Union.
        IntraCommunity = "K",
        /// An export, free of tax.
        Export = "G",
        /// Outside the scope of tax.
        OutOfScope = "O",
    }
}

/// A rate of tax and the reason for it. The rate never changes: a new rate is a new code.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tax_codes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub name: String,
    /// The name, folded for sorting.
    pub name_key: String,
    pub rate_bps: i32,
    pub category: TaxCategory,
    /// Grows by one with every change.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    /// Who made it; none for what the system made.
    pub created_by: Option<Id<membership::Entity>>,
    pub updated_at: DateTime<Utc>,
    /// When it was put out of sight.
    pub archived_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::TaxCode;
}
