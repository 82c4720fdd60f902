//! Rules of contracts. What the client agreed to is changed by an amendment only.

use async_graphql::MaybeUndefined;
use entity::{
    agency, client,
    contract::{self, ContractStatus},
    contract_phase, project,
    value::{Choice as _, CurrencyCode, Id, Kind},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, QueryOrder,
};

use super::{
    amounts::minor,
    opening,
    terms::{self, PhaseTerms, Terms},
};
use crate::{
    contracts::input::{
        ContractCreateInput, ContractPhaseInput, ContractTransitionInput, ContractUpdateInput,
    },
    kernel::{
        error::{Error, Result, UserError},
        event::EventType,
        patch::{needed, optional, trim, trimmed},
        policy::Action,
        state::State,
        tx::{Tx, Versioned},
    },
    projects::service::{going_on, project_member::runner},
};

/// Makes a contract without a proposal: as a draft, or where the agency's policy allows it at once with all that it opens.
pub async fn create(tx: &Tx, input: ContractCreateInput) -> Result<contract::Model> {
    tx.may(Action::Create, Kind::Contract)?;
    input.check()?;
    let client = tx
        .under::<client::Entity>(Action::Update, input.client_id, "input.clientId")
        .await?;
    let is_draft = input.draft.unwrap_or(false);
    if !is_draft {
        no_proposal_needed(tx).await?;
    }
    let project = match input.project_id {
        Some(project) => Some(project_of(tx, client.id, project, "input.projectId").await?),
        None => None,
    };
    let of_project = project.as_ref().map(|project| project.currency);
    let currency = input.currency.or(of_project).unwrap_or(client.currency);
    if of_project.is_some_and(|of_project| of_project != currency) {
        let message = say!("the project is in another currency");
        return Err(UserError::invalid("input.currency", message).into());
    }
    let manager = match input.manager_id {
        Some(manager) => Some(runner(tx, manager, "input.managerId").await?.id),
        None => None,
    };
    let not_to_exceed = match &input.not_to_exceed {
        Some(most) => Some(minor(most, currency, "input.notToExceed")?),
        None => None,
    };
    let terms = Terms {
        client: client.id,
        project,
        title: input.title.trim().to_owned(),
        contract_type: input.contract_type,
        currency,
        not_to_exceed,
        manager,
        auto_renew: input.auto_renew.unwrap_or(false),
        notice_days: input.notice_days,
        accepted: None,
        phases: agreed(input.phases, currency)?,
    };
    within(terms.value()?, not_to_exceed, "input.notToExceed")?;
    if is_draft {
        opening::draft(tx, &terms).await
    } else {
        Ok(opening::open(tx, &terms).await?.contract)
    }
}

/// Changes a contract: everything of a draft, afterwards only what the client did not agree to.
pub async fn update(tx: &Tx, input: ContractUpdateInput) -> Result<contract::Model> {
    let contract: contract::Model = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    if contract.status != ContractStatus::Draft && input.changes_what_is_agreed() {
        let message = say!("what was agreed is changed by an amendment");
        return Err(UserError::frozen(contract.status.word(), message).into());
    }
    if let MaybeUndefined::Value(manager) = input.manager_id {
        runner(tx, manager, "input.managerId").await?;
    }
    let currency = contract.currency;
    let not_to_exceed_minor = match &input.not_to_exceed {
        MaybeUndefined::Undefined => NotSet,
        MaybeUndefined::Null => Set(None),
        MaybeUndefined::Value(most) => Set(Some(minor(most, currency, "input.notToExceed")?)),
    };
    let mut changes = contract::ActiveModel {
        title: needed(trimmed(input.title)),
        contract_type: needed(input.contract_type),
        manager_id: optional(input.manager_id),
        auto_renew: needed(input.auto_renew),
        notice_days: optional(input.notice_days),
        not_to_exceed_minor,
        ..Default::default()
    };
    let mut elsewhere = vec![];
    if let Some(phases) = input.phases {
        let phases = agreed(phases, currency)?;
        changes.value_minor = Set(terms::value(&phases)?);
        changes.starts_on = Set(phases.iter().filter_map(|phase| phase.starts_on).min());
        changes.ends_on = Set(phases.iter().filter_map(|phase| phase.ends_on).max());
        let of_contract = Condition::all().add(contract_phase::Column::ContractId.eq(contract.id));
        tx.delete::<contract_phase::Entity>(of_contract).await?;
        opening::write_phases(tx, &contract, &phases).await?;
        elsewhere.push("phases".to_owned());
    }
    let contract = tx.update_with(contract, changes, elsewhere).await?;
    within(
        contract.value_minor,
        contract.not_to_exceed_minor,
        "input.notToExceed",
    )?;
    tx.tell(EventType::ContractUpdated, &contract);
    Ok(contract)
}

/// Takes a contract to another state. A draft that becomes ACTIVE opens its project with all that belongs to it.
pub async fn transition(tx: &Tx, input: ContractTransitionInput) -> Result<contract::Model> {
    let contract: contract::Model = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(Some(input.expected_version))?;
    input.check()?;
    contract.status.step(input.to)?;
    let reason = trim(input.reason);
    let contract = match input.to {
        ContractStatus::Active => begun(tx, contract).await?,
        ContractStatus::Expired if contract.ends_on.is_none_or(|last| last >= tx.today()) => {
            return Err(UserError::invalid_state(say!("the last day of the contract is still ahead")).into());
        }
        ContractStatus::Draft
        | ContractStatus::Completed
        | ContractStatus::Terminated
        | ContractStatus::Expired
        | ContractStatus::Void => {
            let changes = contract::ActiveModel {
                status: Set(input.to),
                status_reason: Set(reason.clone()),
                ..Default::default()
            };
            tx.update(contract, changes).await?
        }
    };
    tx.tell_why(EventType::ContractStatusChanged, &contract, reason);
    Ok(contract)
}

/// A draft that begins to bind.
async fn begun(tx: &Tx, contract: contract::Model) -> Result<contract::Model> {
    no_proposal_needed(tx).await?;
    let project = match contract.project_id {
        Some(project) => Some(project_of(tx, contract.client_id, project, "input.id").await?),
        None => None,
    };
    let of_contract = Condition::all().add(contract_phase::Column::ContractId.eq(contract.id));
    let rows = tx
        .rows::<contract_phase::Entity>(of_contract)
        .order_by_asc(contract_phase::Column::Position)
        .all(tx.connection().await?)
        .await?;
    let terms = Terms::of_draft(&contract, project, &rows);
    opening::activate(tx, contract, &terms, rows).await
}

/// The project of this client that a contract adds to, held.
async fn project_of(
    tx: &Tx,
    client: Id<client::Entity>,
    project: Id<project::Entity>,
    path: &str,
) -> Result<project::Model> {
    let project = tx.under::<project::Entity>(Action::Update, project, path).await?;
    if project.client_id != client {
        return Err(UserError::not_found(path).into());
    }
    going_on(&project)?;
    Ok(project)
}

/// Refuses a contract that binds without an accepted proposal where the agency's policy asks for one.
async fn no_proposal_needed(tx: &Tx) -> Result<()> {
    let this = Condition::all().add(agency::Column::Id.eq(tx.actor().agency_id));
    let agency = tx
        .rows::<agency::Entity>(this)
        .one(tx.connection().await?)
        .await?;
    let agency = agency.ok_or_else(|| Error::internal("an actor without an agency"))?;
    if agency.proposal_required_before_contract {
        let message = say!("the agency's policy asks for an accepted proposal first");
        return Err(UserError::invalid_state(message).into());
    }
    Ok(())
}

/// Refuses a price above what is never invoiced beyond.
fn within(value: i64, most: Option<i64>, path: &str) -> Result<(), UserError> {
    if most.is_some_and(|most| value > most) {
        return Err(UserError::invalid(
            path,
            say!("the phases come to more than this"),
        ));
    }
    Ok(())
}

fn agreed(phases: Vec<ContractPhaseInput>, currency: CurrencyCode) -> Result<Vec<PhaseTerms>, UserError> {
    let phases = phases.into_iter().enumerate();
    phases
        .map(|(at, phase)| agreed_phase(phase, currency, at))
        .collect()
}

fn agreed_phase(
    phase: ContractPhaseInput,
    currency: CurrencyCode,
    at: usize,
) -> Result<PhaseTerms, UserError> {
    let path = format!("input.phases.{at}");
    let price = minor(&phase.price, currency, &format!("{path}.price"))?;
    let cost = match &phase.planned_cost {
        Some(cost) => Some(minor(cost, currency, &format!("{path}.plannedCost"))?),
        None => None,
    };
    let deliverables = phase.deliverables.unwrap_or_default().into_iter();
    Ok(PhaseTerms {
        name: phase.name.trim().to_owned(),
        goal: trim(phase.goal),
        starts_on: phase.starts_on.map(Into::into),
        ends_on: phase.ends_on.map(Into::into),
        price,
        cost,
        minutes: phase.minutes.unwrap_or(0),
        deliverables: deliverables.map(|text| text.trim().to_owned()).collect(),
        milestone: trim(phase.milestone_name),
        acceptance_criteria: trim(phase.acceptance_criteria),
        billing: phase
            .billing
            .unwrap_or(entity::proposal_phase::PhaseBilling::OnComplete),
        billing_bps: phase.billing_bps,
        proposal_phase: None,
    })
}
