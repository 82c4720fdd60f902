//! What the client says to an amendment. Before they have accepted it, nothing in price, budget or dates changes; then all of it
//! does, in one unit of work.

use std::collections::HashMap;

use chrono::TimeDelta;
use entity::{
    contract::{self, ContractStatus},
    contract_amendment::{self, AmendmentStatus},
    contract_phase,
    milestone::{self, MilestoneStatus},
    phase::{self, PhaseStatus},
    project,
    value::{Id, Kind},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, QueryOrder, QuerySelect,
};

use super::{amendment::going_on, baseline, billing};
use crate::{
    budgets::service::first::{self, Change},
    contracts::input::ContractAmendmentDecideInput,
    kernel::{
        error::{Error, Result, UserError},
        event::EventType,
        patch::trim,
        policy::Action,
        state::State,
        tx::{Tx, Versioned},
    },
};

/// Records what the client says to an amendment. Accepted, it changes contract, billing plan, budget, dates and baseline at once.
pub async fn decide(tx: &Tx, input: ContractAmendmentDecideInput) -> Result<contract_amendment::Model> {
    let (contract, amendment) = decidable(tx, input.id).await?;
    let amendment = amendment.at(Some(input.expected_version))?;
    input.check()?;
    let to = if input.accept {
        AmendmentStatus::Accepted
    } else {
        AmendmentStatus::Declined
    };
    amendment.status.step(to)?;
    let comment = trim(input.comment);
    let changes = contract_amendment::ActiveModel {
        status: Set(to),
        status_reason: Set(comment.clone()),
        decided_at: Set(Some(tx.now())),
        decided_by: Set(tx.actor().member_id),
        signed_name: Set(Some(input.signed_name.trim().to_owned())),
        address: Set(tx.caller().address.map(|address| address.to_string())),
        user_agent: Set(tx.caller().device_name()),
        ..Default::default()
    };
    // The statement that decides: it changes the amendment only in the state it was read in.
    let amendment = tx.update(amendment, changes).await?;
    if input.accept {
        apply(tx, contract, &amendment).await?;
    }
    tx.tell_why(EventType::ContractAmendmentStatusChanged, &amendment, comment);
    Ok(amendment)
}

/// The amendment that somebody may decide on, and its contract, held: a portal user who may sign decides for their company, a
/// colleague records what they were told.
async fn decidable(
    tx: &Tx,
    id: Id<contract_amendment::Entity>,
) -> Result<(contract::Model, contract_amendment::Model)> {
    let action = if tx.actor().is_portal() {
        if !tx.actor().may_accept_proposals {
            return Err(Error::Forbidden("contractAmendments:accept".to_owned()));
        }
        Action::Read
    } else {
        tx.may(Action::Update, Kind::ContractAmendment)?;
        Action::Update
    };
    let seen = tx.glance::<contract_amendment::Entity>(action, id).await?;
    let contract = tx
        .under::<contract::Entity>(action, seen.contract_id, "input.id")
        .await?;
    let amendment = tx
        .under::<contract_amendment::Entity>(action, id, "input.id")
        .await?;
    Ok((contract, amendment))
}

async fn apply(tx: &Tx, contract: contract::Model, amendment: &contract_amendment::Model) -> Result<()> {
    going_on(&contract)?;
    let project = project_of(tx, &contract).await?;
    let shift = TimeDelta::days(i64::from(amendment.shift_days));
    let before = contract.ends_on;
    let value = contract.value_minor.checked_add(amendment.price_delta_minor);
    let value = value
        .filter(|value| *value >= 0)
        .ok_or_else(|| UserError::invalid_state(say!("the contract would be worth less than nothing")))?;
    // What is never invoiced beyond grows with the price, and does not shrink with it.
    let most = contract
        .not_to_exceed_minor
        .map(|most| most.saturating_add(amendment.price_delta_minor.max(0)));
    let changes = contract::ActiveModel {
        value_minor: Set(value),
        not_to_exceed_minor: Set(most),
        ends_on: Set(before.map(|day| day + shift)),
        status: Set(ContractStatus::Active),
        ..Default::default()
    };
    let was_expired = contract.status == ContractStatus::Expired;
    let contract = tx.update(contract, changes).await?;
    let event = if was_expired {
        EventType::ContractStatusChanged
    } else {
        EventType::ContractUpdated
    };
    tx.tell_why(event, &contract, Some(amendment.reason.clone()));
    billing::add(tx, &contract, amendment).await?;
    let moved = move_dates(tx, &contract, amendment).await?;
    if project.ends_on == before && amendment.shift_days != 0 {
        let changes = project::ActiveModel {
            ends_on: Set(contract.ends_on),
            ..Default::default()
        };
        let project = tx.update(project.clone(), changes).await?;
        tx.tell(EventType::ProjectUpdated, &project);
    }
    if amendment.cost_delta_minor != 0 {
        let change = Change {
            amendment: amendment.id,
            title: &amendment.title,
            reason: &amendment.reason,
            delta: amendment.cost_delta_minor,
        };
        first::amend(tx, project.id, change).await?;
    }
    baseline::next(tx, &contract, project.id, amendment, &moved).await
}

/// The project of a contract, held: all who change its plan wait for each other.
async fn project_of(tx: &Tx, contract: &contract::Model) -> Result<project::Model> {
    let Some(project) = contract.project_id else {
        return Err(Error::internal("a contract without a project"));
    };
    let this = Condition::all().add(project::Column::Id.eq(project));
    let project = tx
        .rows::<project::Entity>(this)
        .lock_exclusive()
        .one(tx.connection().await?)
        .await?;
    project.ok_or_else(|| Error::internal("a contract without a project"))
}

/// Moves the days the client was told, with the consent that the amendment is. The phases that it moved, and whether their first
/// days moved too.
async fn move_dates(
    tx: &Tx,
    contract: &contract::Model,
    amendment: &contract_amendment::Model,
) -> Result<HashMap<Id<phase::Entity>, bool>> {
    if amendment.shift_days == 0 {
        return Ok(HashMap::new());
    }
    let shift = TimeDelta::days(i64::from(amendment.shift_days));
    let own = phases_of(tx, contract).await?;
    let open = Condition::all()
        .add(milestone::Column::PhaseId.is_in(own.iter().copied()))
        .add(milestone::Column::ArchivedAt.is_null())
        .add(milestone::Column::Status.is_in([MilestoneStatus::Planned, MilestoneStatus::Rejected]));
    let milestones = tx
        .rows::<milestone::Entity>(open)
        .order_by_asc(milestone::Column::Id);
    for milestone in milestones.all(tx.connection().await?).await? {
        let changes = milestone::ActiveModel {
            committed_on: Set(milestone.committed_on + shift),
            forecast_on: Set(milestone.forecast_on + shift),
            ..Default::default()
        };
        let milestone = tx.update(milestone, changes).await?;
        let reason = Some(amendment.reason.clone());
        tx.tell_why(EventType::MilestoneCommitmentMoved, &milestone, reason);
    }
    let open = Condition::all()
        .add(phase::Column::Id.is_in(own))
        .add(phase::Column::ArchivedAt.is_null())
        .add(phase::Column::Status.is_in([PhaseStatus::Planned, PhaseStatus::Active]));
    let phases = tx.rows::<phase::Entity>(open).order_by_asc(phase::Column::Id);
    let mut moved = HashMap::new();
    for phase in phases.all(tx.connection().await?).await? {
        let is_ahead = phase.status == PhaseStatus::Planned;
        let changes = phase::ActiveModel {
            starts_on: if is_ahead {
                Set(phase.starts_on.map(|day| day + shift))
            } else {
                NotSet
            },
            ends_on: Set(phase.ends_on.map(|day| day + shift)),
            ..Default::default()
        };
        let phase = tx.update(phase, changes).await?;
        tx.tell(EventType::PhaseUpdated, &phase);
        moved.insert(phase.id, is_ahead);
    }
    Ok(moved)
}

/// The phases that were agreed in a contract.
async fn phases_of(tx: &Tx, contract: &contract::Model) -> Result<Vec<Id<phase::Entity>>> {
    let of_contract = Condition::all().add(contract_phase::Column::ContractId.eq(contract.id));
    let agreed = tx.rows::<contract_phase::Entity>(of_contract);
    let agreed = agreed.all(tx.connection().await?).await?;
    Ok(agreed.into_iter().filter_map(|agreed| agreed.phase_id).collect())
}
