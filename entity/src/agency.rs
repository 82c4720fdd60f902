//! An agency: the tenant that all other rows belong to.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};

use crate::{
    choice,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// A language that texts are written in.
    Locale {
        /// English, left to right.
        En = "EN",
        /// Persian, right to left.
        Fa = "FA",
    }
}

choice! {
    /// The calendar that months and years are counted in.
    Calendar {
        /// The civil calendar of most countries.
        Gregorian = "GREGORIAN",
        /// The solar calendar of Iran.
        Jalali = "JALALI",
    }
}

choice! {
    /// Where tax is rounded.
    TaxRounding {
        /// Once for each tax group, as EN 16931 asks.
        PerGroup = "PER_GROUP",
        /// On every line.
        PerLine = "PER_LINE",
    }
}

choice! {
    /// What happens when a cost would exceed its budget.
    OverrunPolicy {
        /// The cost is refused.
        Block = "BLOCK",
        /// The cost waits for somebody to approve the overrun.
        RequireApproval = "REQUIRE_APPROVAL",
        /// The cost is accepted, recorded as an overrun and reported.
        Warn = "WARN",
    }
}

/// An agency: the tenant that all other rows belong to.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agencies")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub name: String,
    /// The currency its own books are kept in.
    pub base_currency: CurrencyCode,
    pub locale: Locale,
    /// An IANA name, for example Europe/Berlin.
    pub time_zone: String,
    pub calendar: Calendar,
    /// 1 to 12, counted in its calendar.
    pub fiscal_year_start_month: i32,
    pub tax_rounding: TaxRounding,
    pub proposal_required_before_contract: bool,
    /// Net margin below which a project is reported, in hundredths of a percent.
    pub margin_floor_bps: Option<i32>,
    pub overrun_default: OverrunPolicy,
    pub report_max_gap_days: i32,
    /// After so many days a client's silence counts as consent to a resolution.
    pub silence_notice_days: i32,
    /// Hours to answer a concern, by severity.
    #[sea_orm(column_type = "JsonBinary")]
    pub answer_target_hours: Json,
    /// The last day whose books are closed.
    pub books_closed_until: Option<NaiveDate>,
    /// Fewer shoppers than this are never shown as a group.
    pub k_anonymity: i32,
    /// Grows by one with every change.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::Agency;
}
