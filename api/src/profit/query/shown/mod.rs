//! Figures as the API shows them.

mod budget;
mod change;
mod earned;
mod group;
mod project;
mod totals;

use async_graphql::{Enum, SimpleObject};
use entity::value::{CurrencyCode, Decimal, Money};

pub(super) use self::{
    change::{ProfitChange, ProfitChangeKind, ProfitChangeRow},
    group::groups,
    project::{ProjectFinancials, carried},
    totals::{FinancialTotals, totals},
};
use crate::kernel::message::Message;
use crate::profit::figures::{
    Figure, ProfitGapCode,
    statement::{MARGIN_DECIMALS, margin},
};

/// What entries of a project's ledger are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum FinancialsGrouping {
    /// The phase they belong to.
    Phase,
    /// Their category.
    Category,
    /// The work role.
    Role,
    /// Whose work they are.
    Person,
    /// The month, in the agency's calendar.
    Month,
}

impl FinancialsGrouping {
    /// The column of the ledger that says it.
    pub(super) const fn column(self) -> &'static str {
        match self {
            Self::Phase => "phase_id",
            Self::Category => "category",
            Self::Role => "work_role_id",
            Self::Person => "member_id",
            Self::Month => "month",
        }
    }
}

/// Why a figure is null, or may still move.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ProfitGap {
    /// The reason.
    code: ProfitGapCode,
    /// The reason in words.
    message: String,
}

impl ProfitGap {
    pub(super) fn of(code: ProfitGapCode, locale: entity::agency::Locale) -> Self {
        Self {
            code,
            message: sentence(code).in_language(locale),
        }
    }
}

fn sentence(code: ProfitGapCode) -> Message {
    match code {
        ProfitGapCode::CostUnknown => say!("the cost of some entries is unknown"),
        ProfitGapCode::NoBaseline => say!("the project has no baseline"),
        ProfitGapCode::PlannedCostUnknown => say!("the baseline does not say what all phases cost"),
        ProfitGapCode::NoContract => say!("no contract binds"),
        ProfitGapCode::SeveralContracts => say!("several contracts are paid in different ways"),
        ProfitGapCode::NoRevenueMethod => {
            say!("how revenue under this type of contract is recognised is not known")
        }
        ProfitGapCode::NoPayments => say!("payments are not recorded"),
        ProfitGapCode::OverheadUnknown => say!("the overhead of these months is not known"),
        ProfitGapCode::FxRateMissing => say!("no rate between the currencies is known"),
        ProfitGapCode::OverheadProvisional => say!("the latest months carry the overhead of earlier ones"),
    }
}

fn known(figure: Figure, currency: CurrencyCode) -> Option<Money> {
    figure.ok().map(|minor| Money::of_minor(minor, currency))
}

fn share(part: Figure, whole: Figure) -> Option<Decimal> {
    margin(part, whole).map(|share| Decimal::new(share, MARGIN_DECIMALS))
}

fn count(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX })
}
