//! Rules of phases of a draft.

use async_graphql::MaybeUndefined;
use chrono::NaiveDate;
use entity::{
    proposal_line, proposal_phase, proposal_version,
    value::{CurrencyCode, Date, Id, Kind, MoneyInput},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, PaginatorTrait, QueryOrder,
};

use super::draft;
use crate::{
    kernel::{
        error::{Result, UserError},
        patch::{needed, optional, trim, trimmed},
        place,
        policy::Action,
        tx::{Tx, Versioned},
    },
    proposals::input::{
        PHASES_AT_MOST, ProposalPhaseCreateInput, ProposalPhaseEntryInput, ProposalPhaseRemoveInput,
        ProposalPhaseUpdateInput, Span, amount_in,
    },
};

/// Adds a phase to a draft.
pub async fn create(tx: &Tx, input: ProposalPhaseCreateInput) -> Result<proposal_phase::Model> {
    tx.may(Action::Create, Kind::ProposalPhase)?;
    input.check()?;
    let version = draft::held(tx, input.proposal_version_id, "input.proposalVersionId").await?;
    let of_version = Condition::all().add(proposal_phase::Column::ProposalVersionId.eq(version.id));
    let phases = tx.rows::<proposal_phase::Entity>(of_version);
    if phases.clone().count(tx.connection().await?).await?
        >= u64::try_from(PHASES_AT_MOST).unwrap_or(u64::MAX)
    {
        let message = say!("a proposal has at most {PHASES_AT_MOST} phases", PHASES_AT_MOST);
        return Err(UserError::limit_reached("input", message).into());
    }
    let last = phases
        .order_by_desc(proposal_phase::Column::Position)
        .one(tx.connection().await?)
        .await?;
    let position = input
        .position
        .unwrap_or(place::after(last.map(|last| last.position)));
    let row = row(&version, input.phase, position, "phase.")?;
    let phase = tx.insert(row).await?;
    draft::settle(tx, version, proposal_version::ActiveModel::default(), &["phases"]).await?;
    again(tx, phase.id).await
}

/// A phase as it is stored; `at` is the input's part that it stands in, with a dot at its end.
pub(super) fn row(
    version: &proposal_version::Model,
    given: ProposalPhaseEntryInput,
    position: i32,
    at: &str,
) -> Result<proposal_phase::ActiveModel> {
    let span = given.span();
    let cost = planned(version.currency, given.planned_cost.as_ref(), at)?;
    Ok(proposal_phase::ActiveModel {
        proposal_version_id: Set(version.id),
        client_id: Set(version.client_id),
        position: Set(position),
        name: Set(given.name.trim().to_owned()),
        goal: Set(trim(given.goal)),
        starts_on: Set(span.starts_on),
        ends_on: Set(span.ends_on),
        start_offset_days: Set(span.start_offset_days),
        duration_days: Set(span.duration_days),
        deliverables: Set(deliverables(&given.deliverables.unwrap_or_default())),
        currency: Set(version.currency),
        price_minor: Set(0),
        planned_cost_minor: Set(cost),
        billing: Set(span.billing),
        billing_bps: Set(span.billing_bps),
        acceptance_criteria: Set(trim(given.acceptance_criteria)),
        milestone_name: Set(trim(given.milestone_name)),
        ..Default::default()
    })
}

/// Changes a phase of a draft.
pub async fn update(tx: &Tx, input: ProposalPhaseUpdateInput) -> Result<proposal_phase::Model> {
    let (version, phase) = found(tx, input.id).await?;
    let phase = phase.at(input.expected_version)?;
    input.check()?;
    draft::is_draft(&version)?;
    after(&phase, &input).check("")?;
    let planned_cost_minor = match &input.planned_cost {
        MaybeUndefined::Undefined => NotSet,
        MaybeUndefined::Null => Set(None),
        MaybeUndefined::Value(cost) => Set(planned(version.currency, Some(cost), "")?),
    };
    let given = match input.deliverables {
        MaybeUndefined::Undefined => NotSet,
        MaybeUndefined::Null => Set(deliverables(&[])),
        MaybeUndefined::Value(given) => Set(deliverables(&given)),
    };
    let changes = proposal_phase::ActiveModel {
        position: needed(input.position),
        name: needed(trimmed(input.name)),
        goal: optional(trimmed(input.goal)),
        starts_on: optional(input.starts_on),
        ends_on: optional(input.ends_on),
        start_offset_days: optional(input.start_offset_days),
        duration_days: optional(input.duration_days),
        deliverables: given,
        planned_cost_minor,
        billing: needed(input.billing),
        billing_bps: optional(input.billing_bps),
        acceptance_criteria: optional(trimmed(input.acceptance_criteria)),
        milestone_name: optional(trimmed(input.milestone_name)),
        ..Default::default()
    };
    let before = phase.version;
    let phase = tx.update(phase, changes).await?;
    if phase.version == before {
        return Ok(phase);
    }
    draft::settle(tx, version, proposal_version::ActiveModel::default(), &["phases"]).await?;
    again(tx, phase.id).await
}

/// Takes a phase out of a draft, with its lines.
pub async fn remove(tx: &Tx, input: ProposalPhaseRemoveInput) -> Result<proposal_version::Model> {
    let (version, phase) = found(tx, input.id).await?;
    let phase = phase.at(input.expected_version)?;
    draft::is_draft(&version)?;
    let lines = Condition::all().add(proposal_line::Column::PhaseId.eq(phase.id));
    tx.delete::<proposal_line::Entity>(lines).await?;
    let this = Condition::all().add(proposal_phase::Column::Id.eq(phase.id));
    tx.delete::<proposal_phase::Entity>(this).await?;
    draft::settle(tx, version, proposal_version::ActiveModel::default(), &["phases"]).await
}

/// The phase that the actor wants to change and its version, which is locked first.
async fn found(
    tx: &Tx,
    id: Id<proposal_phase::Entity>,
) -> Result<(proposal_version::Model, proposal_phase::Model)> {
    let seen = tx.glance::<proposal_phase::Entity>(Action::Update, id).await?;
    let version = tx
        .under::<proposal_version::Entity>(Action::Update, seen.proposal_version_id, "input.id")
        .await?;
    Ok((version, tx.fetch_for(Action::Update, id).await?))
}

async fn again(tx: &Tx, id: Id<proposal_phase::Entity>) -> Result<proposal_phase::Model> {
    tx.refer::<proposal_phase::Entity>(id, "input.id").await
}

/// When the phase is after a change, and when it is billed.
fn after(phase: &proposal_phase::Model, input: &ProposalPhaseUpdateInput) -> Span {
    let day = |change: MaybeUndefined<Date>, before: Option<NaiveDate>| match change {
        MaybeUndefined::Undefined => before,
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(day) => Some(day.into()),
    };
    let number = |change: MaybeUndefined<i32>, before: Option<i32>| match change {
        MaybeUndefined::Undefined => before,
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(number) => Some(number),
    };
    Span {
        starts_on: day(input.starts_on, phase.starts_on),
        ends_on: day(input.ends_on, phase.ends_on),
        start_offset_days: number(input.start_offset_days, phase.start_offset_days),
        duration_days: number(input.duration_days, phase.duration_days),
        billing: input.billing.value().copied().unwrap_or(phase.billing),
        billing_bps: number(input.billing_bps, phase.billing_bps),
    }
}

fn planned(currency: CurrencyCode, cost: Option<&MoneyInput>, at: &str) -> Result<Option<i64>, UserError> {
    cost.map(|cost| amount_in(currency, cost, &format!("input.{at}plannedCost")))
        .transpose()
}

fn deliverables(given: &[String]) -> serde_json::Value {
    given.iter().map(|text| text.trim()).collect()
}
