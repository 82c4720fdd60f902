//! Rules of contracts. What the client agreed to is changed by an amendment only.

use entity::{
    agency, client, contract,
    value::{CurrencyCode, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use super::{
    amounts::minor,
    opening::{self, PhaseTerms, Terms},
};
use crate::{
    contracts::input::{
        ContractCreateInput, ContractPhaseInput, ContractTransitionInput, ContractUpdateInput, PhaseBilling,
    },
    kernel::{
        error::{Error, Result, UserError},
        event::EventType,
        patch::{needed, optional, trim, trimmed},
        policy::Action,
        state::State,
        tx::{Tx, Versioned},
    },
    projects::service::project_member::runner,
};

/// Makes a contract without a proposal, where the agency's policy allows it, and opens its project.
pub async fn create(tx: &Tx, input: ContractCreateInput) -> Result<contract::Model> {
    tx.may(Action::Create, Kind::Contract)?;
    input.check()?;
    let client = tx
        .under::<client::Entity>(Action::Update, input.client_id, "input.clientId")
        .await?;
    if needs_proposal(tx).await? {
        let message = "the agency's policy asks for an accepted proposal first";
        return Err(UserError::invalid_state(message).into());
    }
    let manager = match input.manager_id {
        Some(manager) => Some(runner(tx, manager, "input.managerId").await?.id),
        None => None,
    };
    let currency = input.currency.unwrap_or(client.currency);
    let not_to_exceed = match &input.not_to_exceed {
        Some(most) => Some(minor(most, currency, "input.notToExceed")?),
        None => None,
    };
    let phases: Result<Vec<PhaseTerms>, UserError> = input
        .phases
        .into_iter()
        .enumerate()
        .map(|(at, phase)| agreed(phase, currency, at))
        .collect();
    let terms = Terms {
        client,
        title: input.title.trim().to_owned(),
        contract_type: input.contract_type,
        currency,
        not_to_exceed,
        manager,
        auto_renew: input.auto_renew.unwrap_or(false),
        notice_days: input.notice_days,
        acceptance: None,
        phases: phases?,
    };
    Ok(opening::open(tx, &terms).await?.contract)
}

/// Changes what the client did not agree to.
pub async fn update(tx: &Tx, input: ContractUpdateInput) -> Result<contract::Model> {
    let contract = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    let changes = contract::ActiveModel {
        title: needed(trimmed(input.title)),
        auto_renew: needed(input.auto_renew),
        notice_days: optional(input.notice_days),
        ..Default::default()
    };
    let contract = tx.update(contract, changes).await?;
    tx.tell(EventType::ContractUpdated, &contract);
    Ok(contract)
}

/// Takes a contract to another state.
pub async fn transition(tx: &Tx, input: ContractTransitionInput) -> Result<contract::Model> {
    let contract = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(Some(input.expected_version))?;
    input.check()?;
    contract.status.step(input.to)?;
    let reason = trim(input.reason);
    let changes = contract::ActiveModel {
        status: Set(input.to),
        status_reason: Set(reason.clone()),
        ..Default::default()
    };
    let contract = tx.update(contract, changes).await?;
    tx.tell_why(EventType::ContractStatusChanged, &contract, reason);
    Ok(contract)
}

async fn needs_proposal(tx: &Tx) -> Result<bool> {
    let this = Condition::all().add(agency::Column::Id.eq(tx.actor().agency_id));
    let agency = tx.rows::<agency::Entity>(this).one(tx.connection()).await?;
    let agency = agency.ok_or_else(|| Error::internal("an actor without an agency"))?;
    Ok(agency.proposal_required_before_contract)
}

fn agreed(phase: ContractPhaseInput, currency: CurrencyCode, at: usize) -> Result<PhaseTerms, UserError> {
    let path = format!("input.phases.{at}");
    let price = minor(&phase.price, currency, &format!("{path}.price"))?;
    let cost = match &phase.planned_cost {
        Some(cost) => Some(minor(cost, currency, &format!("{path}.plannedCost"))?),
        None => None,
    };
    Ok(PhaseTerms {
        name: phase.name.trim().to_owned(),
        goal: trim(phase.goal),
        starts_on: phase.starts_on.map(Into::into),
        ends_on: phase.ends_on.into(),
        price,
        cost,
        minutes: phase.minutes.unwrap_or(0),
        milestone: None,
        acceptance_criteria: trim(phase.acceptance_criteria),
        billing: phase.billing.unwrap_or(PhaseBilling::OnComplete),
        billing_bps: phase.billing_bps,
    })
}
