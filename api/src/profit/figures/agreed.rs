//! What was agreed and planned for a project, and what of it is earned.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{contract::ContractType, value::exact::divide};
use uuid::Uuid;

use super::{Figure, ProfitGapCode, ProfitView, earned::Progress, ledger::Ledger};

/// A contract that binds.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// The contract.
    pub id: Uuid,
    /// How it is paid.
    pub contract_type: ContractType,
    /// The day since when it binds.
    pub bound_on: Option<NaiveDate>,
    /// What it comes to, with the amendments that were accepted by then.
    pub value: i128,
    /// What is never invoiced beyond.
    pub not_to_exceed: Option<i128>,
}

/// The plan of one phase.
#[derive(Clone, Copy, Debug)]
pub struct PlannedPhase {
    /// The phase.
    pub phase: Uuid,
    /// The day its work begins.
    pub starts_on: Option<NaiveDate>,
    /// The day it is to be done.
    pub ends_on: Option<NaiveDate>,
    /// What the client pays.
    pub price: i128,
    /// What it is to cost.
    pub cost: Option<i128>,
    /// How long it is to take.
    pub minutes: i64,
}

/// The latest plan that was agreed.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Its phases.
    pub phases: Vec<PlannedPhase>,
}

/// The budget by cost.
#[derive(Clone, Copy, Debug)]
pub struct Approved {
    /// What may be spent.
    pub amount: i128,
    /// What of it is promised and not spent yet, as it stands now.
    pub committed: i128,
}

/// What was agreed for a project by some day.
#[derive(Clone, Debug, Default)]
pub struct Agreed {
    /// Contracts that bind.
    pub contracts: Vec<Agreement>,
    /// The plan.
    pub plan: Option<Plan>,
    /// The budget by cost.
    pub budget: Option<Approved>,
    /// Minutes that are left to work, by what the tasks say; none when no task says.
    pub remaining_minutes: Option<i64>,
    /// How far its phases are; empty when nobody asked.
    pub progress: HashMap<Uuid, Progress>,
}

impl Plan {
    /// What the client pays.
    #[must_use]
    pub fn price(&self) -> i128 {
        self.phases.iter().map(|phase| phase.price).sum()
    }

    /// What it is to cost.
    pub fn cost(&self) -> Figure {
        let costs: Option<i128> = self.phases.iter().map(|phase| phase.cost).sum();
        costs.ok_or(ProfitGapCode::PlannedCostUnknown)
    }
}

impl Agreed {
    /// What contracts come to.
    pub fn contracted(&self) -> Figure {
        if self.contracts.is_empty() {
            return Err(ProfitGapCode::NoContract);
        }
        Ok(self.contracts.iter().map(|contract| contract.value).sum())
    }

    /// The revenue of a view.
    pub fn revenue(&self, view: ProfitView, ledger: &Ledger) -> Figure {
        match view {
            ProfitView::Planned => self.planned().map(Plan::price),
            ProfitView::Contracted => self.contracted(),
            ProfitView::Recognised => self.recognised(ledger),
            ProfitView::Cash => Err(ProfitGapCode::NoPayments),
        }
    }

    /// The plan.
    ///
    /// # Errors
    /// When there is none.
    pub fn planned(&self) -> Result<&Plan, ProfitGapCode> {
        self.plan.as_ref().ok_or(ProfitGapCode::NoBaseline)
    }

    /// What the work that was done earned. Contracts that are paid in the same way earn together.
    fn recognised(&self, ledger: &Ledger) -> Figure {
        let Some(first) = self.contracts.first() else {
            return Err(ProfitGapCode::NoContract);
        };
        let same = |contract: &Agreement| contract.contract_type == first.contract_type;
        if !self.contracts.iter().all(same) {
            return Err(ProfitGapCode::SeveralContracts);
        }
        match first.contract_type {
            ContractType::TimeAndMaterials | ContractType::CostPlus => Ok(self.capped(ledger.whole().price)),
            ContractType::FixedFee => self.cost_to_cost(ledger),
            ContractType::Retainer | ContractType::Mixed => Err(ProfitGapCode::NoRevenueMethod),
        }
    }

    /// Never more than what is never invoiced beyond, where every contract says so.
    fn capped(&self, price: i128) -> i128 {
        let caps = self.contracts.iter().map(|contract| contract.not_to_exceed);
        caps.sum::<Option<i128>>().map_or(price, |cap| price.min(cap))
    }

    /// The share of the price that the cost so far is of the whole cost as it is expected now (cost-to-cost, IAS 11.30(a)): the
    /// planned cost, or what was spent when that is more. What is passed on is no part of either.
    fn cost_to_cost(&self, ledger: &Ledger) -> Figure {
        let spent = ledger.delivery().known_cost()?;
        let expected = self.planned()?.cost()?.max(spent);
        if expected == 0 {
            return Ok(0);
        }
        let product = spent.checked_mul(self.contracted()?);
        let earned = product.and_then(|product| divide(product, expected));
        earned.ok_or(ProfitGapCode::NoRevenueMethod)
    }
}
