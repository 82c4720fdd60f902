//! Rules of estimates: what is final stays as it is, and a copy starts the next.

use async_graphql::MaybeUndefined;
use entity::{
    client,
    estimate::{self, EstimateDistribution, EstimateStatus},
    estimate_line, opportunity,
    value::Kind,
};
use sea_orm::ActiveValue::Set;

use super::lines::{adds_up, draft, lines_of};
use crate::{
    clients::service::client_of,
    kernel::{
        error::{Result, UserError},
        event::EventType,
        patch::{needed, trim, trimmed},
        policy::Action,
        state::State,
        tx::{Tx, Versioned},
    },
    pipeline::{
        figures::Setting,
        input::{EstimateCopyInput, EstimateCreateInput, EstimateTransitionInput, EstimateUpdateInput},
    },
};

/// The range that is shown unless somebody says otherwise: two standard deviations to both sides.
const K_BPS: i32 = 20_000;

/// Starts an estimate.
pub async fn create(tx: &Tx, input: EstimateCreateInput) -> Result<estimate::Model> {
    tx.may(Action::Create, Kind::Estimate)?;
    input.check()?;
    let opportunity = match input.opportunity_id {
        Some(id) => Some(tx.refer::<opportunity::Entity>(id, "input.opportunityId").await?),
        None => None,
    };
    let client = input
        .client_id
        .or(opportunity.as_ref().map(|opportunity| opportunity.client_id))
        .ok_or_else(|| UserError::required("input.clientId"))?;
    if opportunity
        .as_ref()
        .is_some_and(|opportunity| opportunity.client_id != client)
    {
        return Err(UserError::invalid("input.opportunityId", say!("this belongs to another client")).into());
    }
    let client = tx
        .under::<client::Entity>(Action::Update, client, "input.clientId")
        .await?;
    let currency = opportunity
        .as_ref()
        .map_or(client.currency, |opportunity| opportunity.currency);
    let row = estimate::ActiveModel {
        client_id: Set(client.id),
        opportunity_id: Set(opportunity.map(|opportunity| opportunity.id)),
        title: Set(input.title.trim().to_owned()),
        currency: Set(input.currency.unwrap_or(currency)),
        method: Set(input.method),
        distribution: Set(input.distribution.unwrap_or(EstimateDistribution::Beta)),
        k_bps: Set(input.k_bps.unwrap_or(K_BPS)),
        assumptions: Set(texts(input.assumptions.unwrap_or_default())),
        status: Set(EstimateStatus::Draft),
        ..Default::default()
    };
    let estimate = tx.insert(row).await?;
    tx.tell(EventType::EstimateCreated, &estimate);
    Ok(estimate)
}

/// Changes an estimate that is a draft.
pub async fn update(tx: &Tx, input: EstimateUpdateInput) -> Result<estimate::Model> {
    let estimate: estimate::Model = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    draft(&estimate)?;
    let lines = lines_of(tx, estimate.id).await?;
    if let MaybeUndefined::Value(method) = input.method
        && method != estimate.method
        && !lines.is_empty()
    {
        return Err(UserError::invalid_state(say!("the estimate has lines: its method stays")).into());
    }
    let changes = estimate::ActiveModel {
        title: needed(trimmed(input.title)),
        method: needed(input.method),
        distribution: needed(input.distribution),
        k_bps: needed(input.k_bps),
        assumptions: needed(input.assumptions.map_value(texts)),
        ..Default::default()
    };
    let estimate = tx.update(estimate, changes).await?;
    adds_up(&lines, Setting::from(&estimate))?;
    tx.tell(EventType::EstimateUpdated, &estimate);
    Ok(estimate)
}

/// Takes an estimate to another state. From FINAL on nothing of it changes.
pub async fn transition(tx: &Tx, input: EstimateTransitionInput) -> Result<estimate::Model> {
    let estimate: estimate::Model = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(Some(input.expected_version))?;
    input.check()?;
    estimate.status.step(input.to)?;
    if input.to == EstimateStatus::Final && lines_of(tx, estimate.id).await?.is_empty() {
        return Err(UserError::invalid_state(say!("the estimate has no lines")).into());
    }
    let changes = estimate::ActiveModel {
        status: Set(input.to),
        ..Default::default()
    };
    let estimate = tx.update(estimate, changes).await?;
    tx.tell_why(EventType::EstimateStatusChanged, &estimate, trim(input.reason));
    Ok(estimate)
}

/// Starts an estimate that says what another one says.
pub async fn copy(tx: &Tx, input: EstimateCopyInput) -> Result<estimate::Model> {
    tx.may(Action::Create, Kind::Estimate)?;
    input.check()?;
    let from = tx.refer::<estimate::Entity>(input.id, "input.id").await?;
    client_of(tx, from.client_id).await?;
    let lines = lines_of(tx, from.id).await?;
    let row = estimate::ActiveModel {
        client_id: Set(from.client_id),
        opportunity_id: Set(from.opportunity_id),
        title: Set(trim(input.title).unwrap_or(from.title)),
        currency: Set(from.currency),
        method: Set(from.method),
        distribution: Set(from.distribution),
        k_bps: Set(from.k_bps),
        assumptions: Set(from.assumptions),
        status: Set(EstimateStatus::Draft),
        copied_from_id: Set(Some(from.id)),
        ..Default::default()
    };
    let copy = tx.insert(row).await?;
    let lines = lines.into_iter().map(|line| copied(line, &copy)).collect();
    tx.insert_all(lines).await?;
    tx.tell(EventType::EstimateCreated, &copy);
    Ok(copy)
}

/// A line of another estimate that says the same.
fn copied(line: estimate_line::Model, to: &estimate::Model) -> estimate_line::ActiveModel {
    estimate_line::ActiveModel {
        client_id: Set(to.client_id),
        estimate_id: Set(to.id),
        phase_key: Set(line.phase_key),
        phase_position: Set(line.phase_position),
        position: Set(line.position),
        category: Set(line.category),
        work_role_name: Set(line.work_role_name),
        optimistic_minutes: Set(line.optimistic_minutes),
        likely_minutes: Set(line.likely_minutes),
        pessimistic_minutes: Set(line.pessimistic_minutes),
        optimistic_cost_minor: Set(line.optimistic_cost_minor),
        likely_cost_minor: Set(line.likely_cost_minor),
        pessimistic_cost_minor: Set(line.pessimistic_cost_minor),
        quantity: Set(line.quantity),
        unit: Set(line.unit),
        unit_cost_micro: Set(line.unit_cost_micro),
        sell_rate_micro: Set(line.sell_rate_micro),
        currency: Set(line.currency),
        reference: Set(line.reference),
        note: Set(line.note),
        ..Default::default()
    }
}

/// Texts as they are stored, without blanks around them.
fn texts(texts: Vec<String>) -> serde_json::Value {
    texts.into_iter().map(|text| text.trim().to_owned()).collect()
}
