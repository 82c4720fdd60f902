use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    client,
    estimate::{self, EstimateDistribution, EstimateMethod, EstimateStatus},
    opportunity,
    value::{CurrencyCode, Id},
};

use crate::kernel::{
    check::{Checks, NAME, NOTE},
    error::{Result, UserError},
};

/// Assumptions of one estimate at most.
const ASSUMPTIONS: usize = 50;
/// The longest assumption.
const ASSUMPTION: usize = 500;
/// The widest range: ten standard deviations to both sides.
const MOST_K_BPS: i32 = 100_000;

/// The estimate to make: for an opportunity, or for a client before there is one.
#[derive(Clone, Debug, InputObject)]
pub struct EstimateCreateInput {
    /// The client; that of the opportunity when left out.
    pub client_id: Option<Id<client::Entity>>,
    /// The opportunity, of the same client.
    pub opportunity_id: Option<Id<opportunity::Entity>>,
    /// What is estimated, at most 200 characters.
    pub title: String,
    /// The currency of its costs and prices. It stays. That of the opportunity when left out, else the client's.
    pub currency: Option<CurrencyCode>,
    /// How it is made. It stays once there are lines.
    pub method: EstimateMethod,
    /// How three figures become one; BETA when left out.
    pub distribution: Option<EstimateDistribution>,
    /// How many standard deviations the range shown reaches to both sides, in ten-thousandths, 0 to 100000; 20000 when left out.
    pub k_bps: Option<i32>,
    /// What is taken for granted, at most 50 texts of 500 characters.
    pub assumptions: Option<Vec<String>>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of an estimate that is a DRAFT. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct EstimateUpdateInput {
    /// Which estimate.
    pub id: Id<estimate::Entity>,
    /// Refuse if the estimate has another version.
    pub expected_version: Option<i32>,
    /// What is estimated.
    pub title: MaybeUndefined<String>,
    /// How it is made. It stays once there are lines.
    pub method: MaybeUndefined<EstimateMethod>,
    /// How three figures become one.
    pub distribution: MaybeUndefined<EstimateDistribution>,
    /// How many standard deviations the range shown reaches to both sides, in ten-thousandths, 0 to 100000.
    pub k_bps: MaybeUndefined<i32>,
    /// What is taken for granted, in place of what was: at most 50 texts of 500 characters.
    pub assumptions: MaybeUndefined<Vec<String>>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Where an estimate goes from the state it is in.
#[derive(Clone, Debug, InputObject)]
pub struct EstimateTransitionInput {
    /// Which estimate.
    pub id: Id<estimate::Entity>,
    /// Refuse if the estimate has another version.
    pub expected_version: i32,
    /// The state it goes to: one of allowedTransitions.
    pub to: EstimateStatus,
    /// Why; kept in the history.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which estimate to copy.
#[derive(Clone, Debug, InputObject)]
pub struct EstimateCopyInput {
    /// Which estimate.
    pub id: Id<estimate::Entity>,
    /// What the copy is called; as the estimate when left out.
    pub title: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl EstimateCreateInput {
    /// Checks the form of the input.
    pub(in crate::pipeline) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("title", &self.title, NAME);
        checks.range("kBps", self.k_bps, 0, MOST_K_BPS);
        check_assumptions(&mut checks, self.assumptions.as_ref());
        if self.client_id.is_none() && self.opportunity_id.is_none() {
            checks.fault(UserError::required("input.clientId"));
        }
        checks.done()
    }
}

impl EstimateUpdateInput {
    /// Checks the form of the input.
    pub(in crate::pipeline) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("title", &self.title);
        checks.not_cleared("method", &self.method);
        checks.not_cleared("distribution", &self.distribution);
        checks.not_cleared("kBps", &self.k_bps);
        checks.patch_text("title", &self.title, NAME);
        checks.range("kBps", self.k_bps.value().copied(), 0, MOST_K_BPS);
        check_assumptions(&mut checks, self.assumptions.value());
        checks.done()
    }
}

impl EstimateTransitionInput {
    /// Checks the form of the input.
    pub(in crate::pipeline) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("reason", self.reason.as_ref(), NOTE);
        checks.done()
    }
}

impl EstimateCopyInput {
    /// Checks the form of the input.
    pub(in crate::pipeline) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("title", self.title.as_ref(), NAME);
        checks.done()
    }
}

fn check_assumptions(checks: &mut Checks, assumptions: Option<&Vec<String>>) {
    let Some(assumptions) = assumptions else { return };
    checks.at_most("assumptions", assumptions.len(), ASSUMPTIONS);
    for (at, text) in assumptions.iter().take(ASSUMPTIONS).enumerate() {
        checks.text(&format!("assumptions.{at}"), text, ASSUMPTION);
    }
}
