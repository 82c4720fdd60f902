use async_graphql::{Enum, SimpleObject};
use entity::{
    contract, cost_entry,
    cost_entry::CostKind,
    value::{CurrencyCode, Date, Id, Money},
};

use super::ProfitGap;
use crate::profit::figures::ProfitView;

/// How the net profit of a project moved between two days, row by row. The rows add up to the change exactly.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ProfitChange {
    /// The day from whose end the change is taken.
    pub(in crate::profit::query) from: Date,
    /// The day until whose end it is taken.
    pub(in crate::profit::query) to: Date,
    /// Which revenue and which cost the profit is made of.
    pub(in crate::profit::query) view: ProfitView,
    /// The currency of all amounts.
    pub(in crate::profit::query) currency: CurrencyCode,
    /// The net profit by the first day; null when it is not known.
    pub(in crate::profit::query) before: Option<Money>,
    /// The net profit by the last day; null when it is not known.
    pub(in crate::profit::query) after: Option<Money>,
    /// By how much it moved; null when one of both is not known.
    pub(in crate::profit::query) change: Option<Money>,
    /// Why figures are null or may still move: each reason once.
    pub(in crate::profit::query) gaps: Vec<ProfitGap>,
    /// A page of what moved it: contracts, plans, revenue and overhead first, then the ledger by its days.
    pub(in crate::profit::query) rows: Vec<ProfitChangeRow>,
    /// Whether there are more rows.
    pub(in crate::profit::query) has_next_page: bool,
    /// What to give as `after` for the next page; null when there are no rows.
    pub(in crate::profit::query) end_cursor: Option<String>,
}

/// What moved a profit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ProfitChangeKind {
    /// A contract began to bind, or an amendment of it was accepted.
    Contract,
    /// A new baseline: its price and its planned cost.
    Baseline,
    /// Work earned revenue.
    Revenue,
    /// Minutes carried overhead.
    Overhead,
    /// An entry of the ledger.
    CostEntry,
}

/// One thing that moved a profit.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ProfitChangeRow {
    /// What it is.
    pub(in crate::profit::query) kind: ProfitChangeKind,
    /// Its day: that of the entry, the first of a month of overhead, the last of the change for others.
    pub(in crate::profit::query) on: Date,
    /// By how much it moved the profit: less than nothing for a cost. Null when the cost is not known.
    pub(in crate::profit::query) effect: Option<Money>,
    /// The contract; null for other kinds.
    pub(in crate::profit::query) contract_id: Option<Id<contract::Entity>>,
    /// The entry of the ledger; null for other kinds.
    pub(in crate::profit::query) cost_entry_id: Option<Id<cost_entry::Entity>>,
    /// What kind of cost the entry is; null for other kinds.
    pub(in crate::profit::query) cost_kind: Option<CostKind>,
    /// Its minutes; null for other kinds.
    pub(in crate::profit::query) minutes: Option<i32>,
}
