//! From what was agreed to work that can begin: contract, project, phases, milestones, budget, billing plan and baseline in one
//! unit of work. All of them add up to what was agreed, to the last minor unit; when one cannot be made, none is.

use entity::{
    contract::{self, ContractStatus},
    contract_phase, phase, project,
    value::Id,
};
use sea_orm::ActiveValue::Set;

use super::{
    baseline, billing, plan,
    terms::{PhaseTerms, Terms},
};
use crate::{
    kernel::{
        error::{Result, UserError},
        event::EventType,
        number,
        tx::Tx,
    },
    projects::service::going_on,
};

/// What came of it.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The contract.
    pub contract: contract::Model,
    /// The project.
    pub project: project::Model,
    /// The phases, in their order.
    pub phases: Vec<phase::Model>,
}

/// Opens what was agreed. A project that it adds to is held by the caller.
///
/// # Errors
/// When the project cannot take it, the amounts are too large, or the database refuses: then nothing is made.
pub async fn open(tx: &Tx, terms: &Terms) -> Result<Opened> {
    let value = terms.value()?;
    let project = place(tx, terms).await?;
    let phases = plan::phases(tx, &project, &terms.phases).await?;
    let row = contract::ActiveModel {
        project_id: Set(Some(project.id)),
        status: Set(ContractStatus::Active),
        bound_on: Set(Some(tx.today())),
        ..row(tx, terms, value).await?
    };
    let contract = tx.insert(row).await?;
    tx.tell(EventType::ContractCreated, &contract);
    for (at, (agreed, phase)) in terms.phases.iter().zip(&phases).enumerate() {
        tx.insert(agreed_row(&contract, agreed, at, Some(phase.id)))
            .await?;
    }
    begin(tx, &contract, &project, terms, &phases).await?;
    Ok(Opened {
        contract,
        project,
        phases,
    })
}

/// Writes down what is to be agreed: nothing of it holds yet.
///
/// # Errors
/// When the amounts are too large, or the database refuses.
pub(super) async fn draft(tx: &Tx, terms: &Terms) -> Result<contract::Model> {
    let row = contract::ActiveModel {
        project_id: Set(terms.project.as_ref().map(|project| project.id)),
        status: Set(ContractStatus::Draft),
        ..row(tx, terms, terms.value()?).await?
    };
    let contract = tx.insert(row).await?;
    tx.tell(EventType::ContractCreated, &contract);
    write_phases(tx, &contract, &terms.phases).await?;
    Ok(contract)
}

/// Writes down the phases of a draft.
pub(super) async fn write_phases(tx: &Tx, contract: &contract::Model, phases: &[PhaseTerms]) -> Result<()> {
    for (at, agreed) in phases.iter().enumerate() {
        tx.insert(agreed_row(contract, agreed, at, None)).await?;
    }
    Ok(())
}

/// Opens what was written down in a draft that is held.
///
/// # Errors
/// As [`open`] does.
pub(super) async fn activate(
    tx: &Tx,
    contract: contract::Model,
    terms: &Terms,
    rows: Vec<contract_phase::Model>,
) -> Result<contract::Model> {
    let project = place(tx, terms).await?;
    let phases = plan::phases(tx, &project, &terms.phases).await?;
    let changes = contract::ActiveModel {
        project_id: Set(Some(project.id)),
        status: Set(ContractStatus::Active),
        bound_on: Set(Some(tx.today())),
        ..Default::default()
    };
    let contract = tx.update(contract, changes).await?;
    for (row, phase) in rows.into_iter().zip(&phases) {
        let changes = contract_phase::ActiveModel {
            phase_id: Set(Some(phase.id)),
            ..Default::default()
        };
        tx.update(row, changes).await?;
    }
    begin(tx, &contract, &project, terms, &phases).await?;
    Ok(contract)
}

/// The project that the work is done in.
async fn place(tx: &Tx, terms: &Terms) -> Result<project::Model> {
    match &terms.project {
        Some(project) => {
            going_on(project)?;
            if project.currency != terms.currency {
                return Err(UserError::invalid_state(say!("the project is in another currency")).into());
            }
            Ok(project.clone())
        }
        None => plan::project(tx, terms).await,
    }
}

/// What the work of a contract may cost, when it is paid, and how it is planned.
async fn begin(
    tx: &Tx,
    contract: &contract::Model,
    project: &project::Model,
    terms: &Terms,
    phases: &[phase::Model],
) -> Result<()> {
    plan::budget(tx, project, contract, &terms.phases, phases).await?;
    billing::plan(tx, contract, &terms.phases, phases).await?;
    baseline::first(tx, contract, project, &terms.phases, phases).await
}

async fn row(tx: &Tx, terms: &Terms, value: i64) -> Result<contract::ActiveModel> {
    Ok(contract::ActiveModel {
        client_id: Set(terms.client),
        manager_id: Set(terms.manager),
        proposal_id: Set(terms.accepted.map(|accepted| accepted.proposal)),
        acceptance_id: Set(terms.accepted.map(|accepted| accepted.acceptance)),
        number: Set(format!("CTR-{:04}", number::next(tx, "contract").await?)),
        title: Set(terms.title.clone()),
        contract_type: Set(terms.contract_type),
        currency: Set(terms.currency),
        value_minor: Set(value),
        not_to_exceed_minor: Set(terms.not_to_exceed),
        starts_on: Set(terms.starts_on()),
        ends_on: Set(terms.ends_on()),
        auto_renew: Set(terms.auto_renew),
        notice_days: Set(terms.notice_days),
        ..Default::default()
    })
}

fn agreed_row(
    contract: &contract::Model,
    agreed: &PhaseTerms,
    at: usize,
    phase: Option<Id<phase::Entity>>,
) -> contract_phase::ActiveModel {
    contract_phase::ActiveModel {
        contract_id: Set(contract.id),
        client_id: Set(contract.client_id),
        phase_id: Set(phase),
        proposal_phase_id: Set(agreed.proposal_phase),
        position: Set(i32::try_from(at).unwrap_or(i32::MAX).saturating_add(1)),
        name: Set(agreed.name.clone()),
        goal: Set(agreed.goal.clone()),
        starts_on: Set(agreed.starts_on),
        ends_on: Set(agreed.ends_on),
        currency: Set(contract.currency),
        price_minor: Set(agreed.price),
        planned_cost_minor: Set(agreed.cost),
        minutes: Set(agreed.minutes),
        deliverables: Set(agreed.deliverables.clone().into()),
        acceptance_criteria: Set(agreed.acceptance_criteria.clone()),
        milestone_name: Set(agreed.milestone.clone()),
        billing: Set(agreed.billing),
        billing_bps: Set(agreed.billing_bps),
        ..Default::default()
    }
}
