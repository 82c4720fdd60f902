use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    agency::OverrunPolicy,
    budget::{self, BudgetBasis},
    project,
    value::Id,
};

use crate::kernel::{
    check::Checks,
    error::{Result, UserError},
};

/// The most thresholds of a budget.
const MOST_THRESHOLDS: usize = 10;
/// The highest threshold: ten times what was approved.
const HIGHEST_BPS: i32 = 100_000;

/// The budget to make. It has no effect before a version of it is approved.
#[derive(Clone, Debug, InputObject)]
pub struct BudgetCreateInput {
    /// The project. It has one budget of each basis at most.
    pub project_id: Id<project::Entity>,
    /// What it is measured in.
    pub basis: BudgetBasis,
    /// What happens when a cost would exceed it; the agency's default when left out.
    pub overrun_policy: Option<OverrunPolicy>,
    /// Shares of what is approved that are reported once they are used, in hundredths of a percent, ten at most; 8000 and 10000
    /// when left out.
    pub thresholds_bps: Option<Vec<i32>>,
    /// Whether open commitments count as used; yes when left out.
    pub include_committed: Option<bool>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a budget. What is left out stays.
#[derive(Clone, Debug, InputObject)]
pub struct BudgetUpdateInput {
    /// Which budget.
    pub id: Id<budget::Entity>,
    /// Refuse if the budget has another version.
    pub expected_version: Option<i32>,
    /// What happens when a cost would exceed it.
    pub overrun_policy: MaybeUndefined<OverrunPolicy>,
    /// Shares of what is approved that are reported once they are used, in hundredths of a percent, ten at most.
    pub thresholds_bps: MaybeUndefined<Vec<i32>>,
    /// Whether open commitments count as used.
    pub include_committed: MaybeUndefined<bool>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl BudgetCreateInput {
    /// Checks the form of the input.
    pub(in crate::budgets) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        thresholds(&mut checks, self.thresholds_bps.as_ref());
        checks.done()
    }
}

impl BudgetUpdateInput {
    /// Checks the form of the input.
    pub(in crate::budgets) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("overrunPolicy", &self.overrun_policy);
        checks.not_cleared("thresholdsBps", &self.thresholds_bps);
        checks.not_cleared("includeCommitted", &self.include_committed);
        thresholds(&mut checks, self.thresholds_bps.value());
        checks.done()
    }
}

fn thresholds(checks: &mut Checks, given: Option<&Vec<i32>>) {
    let given = given.map_or(&[][..], Vec::as_slice);
    checks.at_most("thresholdsBps", given.len(), MOST_THRESHOLDS);
    for (at, threshold) in given.iter().enumerate() {
        checks.range(&format!("thresholdsBps.{at}"), Some(*threshold), 1, HIGHEST_BPS);
        if given.iter().take(at).any(|earlier| earlier == threshold) {
            let path = format!("input.thresholdsBps.{at}");
            checks.fault(UserError::invalid(&path, say!("this threshold is there already")));
        }
    }
}
