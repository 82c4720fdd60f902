//! What was agreed when a version was accepted, in the form that a contract is opened from.

use chrono::NaiveDate;
use entity::{
    acceptance, client,
    proposal_phase::{self, PhaseBilling},
    proposal_version,
    value::{CurrencyCode, Id},
};

use super::{
    content::{ProposalContent, ProposalContentPhase, minor},
    totals::{Chosen, ProposalTotals, totals},
};
use crate::kernel::error::{Error, Result};

/// What was agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalTerms {
    /// The answer that it rests on.
    pub acceptance: Id<acceptance::Entity>,
    /// The version that was accepted.
    pub version: Id<proposal_version::Entity>,
    /// The client.
    pub client: Id<client::Entity>,
    /// What the proposal is called.
    pub title: String,
    /// The currency of all amounts.
    pub currency: CurrencyCode,
    /// The sum before tax, in minor units: the prices of the phases add up to it exactly.
    pub net_minor: i64,
    /// All tax.
    pub tax_minor: i64,
    /// The sum to be paid.
    pub total_minor: i64,
    /// The phases in their order, with the options that were taken.
    pub phases: Vec<PhaseTerms>,
}

/// What was agreed of a phase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseTerms {
    /// The phase of the proposal.
    pub phase: Id<proposal_phase::Entity>,
    /// What it is called.
    pub name: String,
    /// What it is to bring.
    pub goal: Option<String>,
    /// The day it begins.
    pub starts_on: Option<NaiveDate>,
    /// The day it ends.
    pub ends_on: Option<NaiveDate>,
    /// Days from the beginning of the work, where no dates were given.
    pub start_offset_days: Option<i32>,
    /// How many days it takes, where no dates were given.
    pub duration_days: Option<i32>,
    /// What it delivers.
    pub deliverables: Vec<String>,
    /// Its price before tax, in minor units.
    pub price_minor: i64,
    /// What it is planned to cost the agency; none when that is unknown.
    pub planned_cost_minor: Option<i64>,
    /// When it is billed.
    pub billing: PhaseBilling,
    /// The share that is billed when it begins.
    pub billing_bps: Option<i32>,
    /// What it is accepted by.
    pub acceptance_criteria: Option<String>,
    /// What is reached at its end.
    pub milestone_name: Option<String>,
}

/// What was agreed by accepting a version with these options. The content is the one that was frozen; only what the phases are
/// planned to cost, which the client never sees, comes from their rows.
///
/// # Errors
/// When the sums do not fit together, which is a fault of ours.
pub fn terms_of(
    version: &proposal_version::Model,
    content: &ProposalContent,
    choice: &Chosen,
    costs: &[proposal_phase::Model],
    acceptance: Id<acceptance::Entity>,
) -> Result<ProposalTerms> {
    let unsound = || Error::internal("terms that do not add up");
    let sums: ProposalTotals = totals(content, choice).ok_or_else(unsound)?;
    let prices = sums.phases.iter().map(|phase| minor(&phase.price));
    let phases = content.phases.iter().zip(prices).map(|(phase, price)| {
        let row = costs.iter().find(|row| row.id == phase.id);
        Ok(of_phase(
            phase,
            price.ok_or_else(unsound)?,
            row.and_then(|row| row.planned_cost_minor),
        ))
    });
    let terms = ProposalTerms {
        acceptance,
        version: version.id,
        client: version.client_id,
        title: content.title.clone(),
        currency: content.currency,
        net_minor: minor(&sums.net).ok_or_else(unsound)?,
        tax_minor: minor(&sums.tax).ok_or_else(unsound)?,
        total_minor: minor(&sums.total).ok_or_else(unsound)?,
        phases: phases.collect::<Result<_>>()?,
    };
    let of_phases: i64 = terms.phases.iter().map(|phase| phase.price_minor).sum();
    if of_phases == terms.net_minor {
        Ok(terms)
    } else {
        Err(unsound())
    }
}

fn of_phase(phase: &ProposalContentPhase, price_minor: i64, planned_cost_minor: Option<i64>) -> PhaseTerms {
    PhaseTerms {
        phase: phase.id,
        name: phase.name.clone(),
        goal: phase.goal.clone(),
        starts_on: phase.starts_on.map(Into::into),
        ends_on: phase.ends_on.map(Into::into),
        start_offset_days: phase.start_offset_days,
        duration_days: phase.duration_days,
        deliverables: phase.deliverables.clone(),
        price_minor,
        planned_cost_minor,
        billing: phase.billing,
        billing_bps: phase.billing_bps,
        acceptance_criteria: phase.acceptance_criteria.clone(),
        milestone_name: phase.milestone_name.clone(),
    }
}
