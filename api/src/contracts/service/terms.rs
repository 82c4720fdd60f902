//! What was agreed, before anything is made of it.

use chrono::NaiveDate;
use entity::{
    acceptance, client,
    contract::{self, ContractType},
    contract_phase, membership, project, proposal,
    proposal_phase::{self, PhaseBilling},
    value::{CurrencyCode, Id},
};

use crate::kernel::error::{Result, UserError};

/// What was agreed.
#[derive(Clone, Debug)]
pub struct Terms {
    /// With whom.
    pub client: Id<client::Entity>,
    /// The project that it adds to, held; it opens one of its own when none.
    pub project: Option<project::Model>,
    /// What it is about: also the name of a project that it opens.
    pub title: String,
    /// How the work is paid.
    pub contract_type: ContractType,
    /// The currency of all amounts.
    pub currency: CurrencyCode,
    /// What is never invoiced beyond, in minor units.
    pub not_to_exceed: Option<i64>,
    /// Who runs the project that it opens.
    pub manager: Option<Id<membership::Entity>>,
    /// Whether it goes on unless somebody gives notice.
    pub auto_renew: bool,
    /// Days before its end by which notice is given.
    pub notice_days: Option<i32>,
    /// The proposal that it came of.
    pub accepted: Option<Accepted>,
    /// Its phases, in their order.
    pub phases: Vec<PhaseTerms>,
}

/// A proposal that the client has accepted.
#[derive(Clone, Copy, Debug)]
pub struct Accepted {
    /// The proposal.
    pub proposal: Id<proposal::Entity>,
    /// The answer.
    pub acceptance: Id<acceptance::Entity>,
}

/// A phase that was agreed.
#[derive(Clone, Debug)]
pub struct PhaseTerms {
    /// What it is called.
    pub name: String,
    /// What it is to reach.
    pub goal: Option<String>,
    /// The first day.
    pub starts_on: Option<NaiveDate>,
    /// The last day, which the client was told.
    pub ends_on: Option<NaiveDate>,
    /// What the client pays for it, before tax, in minor units.
    pub price: i64,
    /// What it is planned to cost; none when nobody knows.
    pub cost: Option<i64>,
    /// How long it is planned to take.
    pub minutes: i32,
    /// What it delivers.
    pub deliverables: Vec<String>,
    /// What the milestone at its end is called; the phase's name when left out.
    pub milestone: Option<String>,
    /// What the client accepts it by.
    pub acceptance_criteria: Option<String>,
    /// When it is paid.
    pub billing: PhaseBilling,
    /// The share that is paid when it begins, in hundredths of a percent.
    pub billing_bps: Option<i32>,
    /// The phase of the proposal that it came of.
    pub proposal_phase: Option<Id<proposal_phase::Entity>>,
}

impl Terms {
    /// What was agreed altogether.
    ///
    /// # Errors
    /// When it is more than an amount can be.
    pub fn value(&self) -> Result<i64, UserError> {
        value(&self.phases)
    }

    /// The first day of all phases.
    pub(super) fn starts_on(&self) -> Option<NaiveDate> {
        self.phases.iter().filter_map(|phase| phase.starts_on).min()
    }

    /// The last day of all phases.
    pub(super) fn ends_on(&self) -> Option<NaiveDate> {
        self.phases.iter().filter_map(|phase| phase.ends_on).max()
    }

    /// What was written down in a draft.
    pub(super) fn of_draft(
        contract: &contract::Model,
        project: Option<project::Model>,
        phases: &[contract_phase::Model],
    ) -> Self {
        Self {
            client: contract.client_id,
            project,
            title: contract.title.clone(),
            contract_type: contract.contract_type,
            currency: contract.currency,
            not_to_exceed: contract.not_to_exceed_minor,
            manager: contract.manager_id,
            auto_renew: contract.auto_renew,
            notice_days: contract.notice_days,
            accepted: None,
            phases: phases.iter().map(PhaseTerms::of_draft).collect(),
        }
    }
}

impl PhaseTerms {
    fn of_draft(row: &contract_phase::Model) -> Self {
        let deliverables = row.deliverables.as_array().into_iter().flatten();
        Self {
            name: row.name.clone(),
            goal: row.goal.clone(),
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            price: row.price_minor,
            cost: row.planned_cost_minor,
            minutes: row.minutes,
            deliverables: deliverables
                .filter_map(|text| text.as_str().map(str::to_owned))
                .collect(),
            milestone: row.milestone_name.clone(),
            acceptance_criteria: row.acceptance_criteria.clone(),
            billing: row.billing,
            billing_bps: row.billing_bps,
            proposal_phase: row.proposal_phase_id,
        }
    }
}

/// What phases come to.
pub(super) fn value(phases: &[PhaseTerms]) -> Result<i64, UserError> {
    let mut prices = phases.iter().map(|phase| phase.price);
    prices
        .try_fold(0_i64, i64::checked_add)
        .ok_or_else(|| UserError::too_large("input", say!("the amounts are too large to be added up")))
}
