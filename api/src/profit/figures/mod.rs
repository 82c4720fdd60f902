//! The arithmetic of profit: exact, rounded once, and unknown where something it needs is unknown.

pub mod agreed;
pub mod earned;
pub mod ledger;
pub mod overhead;
pub mod statement;

use async_graphql::Enum;

/// Which revenue and which cost a profit is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ProfitView {
    /// Price and cost as they were planned: those of the latest baseline.
    Planned,
    /// What contracts and their accepted amendments come to, less what was spent so far.
    Contracted,
    /// What was earned so far by the work that was done, less what was spent so far.
    Recognised,
    /// What was paid so far, less what was spent so far.
    Cash,
}

/// Why a figure is not known, or not for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Enum)]
pub enum ProfitGapCode {
    /// The cost of some entries of the ledger is unknown.
    CostUnknown,
    /// There is no baseline.
    NoBaseline,
    /// The baseline does not say what all phases cost.
    PlannedCostUnknown,
    /// No contract binds.
    NoContract,
    /// Several contracts are paid in different ways: what was earned under each is not known.
    SeveralContracts,
    /// How revenue under this type of contract is recognised is not known.
    NoRevenueMethod,
    /// Payments are not recorded.
    NoPayments,
    /// What the agency as a whole costs is not known for these months or for any before.
    OverheadUnknown,
    /// No rate between the currency of the overhead and that of the project is known for its months.
    FxRateMissing,
    /// What the agency as a whole cost is not known for the latest months: they carry what the last known months did.
    OverheadProvisional,
}

/// An amount in minor units, or why it is not known.
pub type Figure = Result<i128, ProfitGapCode>;
