//! Rules of amendments. Before the client has accepted one, nothing in price, budget or dates changes; then all of it does, in
//! one unit of work.

use async_graphql::MaybeUndefined;
use chrono::TimeDelta;
use entity::{
    contract::{self, ContractStatus},
    contract_amendment::{self, AmendmentStatus, Column},
    milestone::{self, MilestoneStatus},
    phase::{self, PhaseStatus},
    project,
    value::{CurrencyCode, Id, Kind, MoneyInput},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, QueryOrder,
};

use super::{amounts::minor, baseline, billing};
use crate::{
    budgets::service::first,
    contracts::input::{
        ContractAmendmentCreateInput, ContractAmendmentDecideInput, ContractAmendmentTransitionInput,
        ContractAmendmentUpdateInput,
    },
    kernel::{
        error::{Error, Result, UserError},
        event::EventType,
        patch::{needed, optional, trim, trimmed},
        policy::Action,
        state::State,
        tx::{Tx, Versioned},
    },
};

/// Writes a change of a contract.
pub async fn create(tx: &Tx, input: ContractAmendmentCreateInput) -> Result<contract_amendment::Model> {
    tx.may(Action::Create, Kind::ContractAmendment)?;
    input.check()?;
    let contract = tx
        .under::<contract::Entity>(Action::Update, input.contract_id, "input.contractId")
        .await?;
    going_on(&contract)?;
    let of_contract = Condition::all().add(Column::ContractId.eq(contract.id));
    let last = tx
        .rows::<contract_amendment::Entity>(of_contract)
        .order_by_desc(Column::Number)
        .one(tx.connection())
        .await?;
    let row = contract_amendment::ActiveModel {
        contract_id: Set(contract.id),
        client_id: Set(contract.client_id),
        number: Set(last.map_or(1, |last| last.number + 1)),
        title: Set(input.title.trim().to_owned()),
        reason: Set(input.reason.trim().to_owned()),
        scope: Set(trim(input.scope)),
        price_delta_minor: Set(delta(input.price_delta.as_ref(), contract.currency, "input.priceDelta")?),
        cost_delta_minor: Set(delta(input.cost_delta.as_ref(), contract.currency, "input.costDelta")?),
        currency: Set(contract.currency),
        minutes_delta: Set(input.minutes_delta.unwrap_or(0)),
        shift_days: Set(input.shift_days.unwrap_or(0)),
        status: Set(AmendmentStatus::Draft),
        ..Default::default()
    };
    let amendment = tx.insert(row).await?;
    tx.tell(EventType::ContractAmendmentCreated, &amendment);
    Ok(amendment)
}

/// Rewrites an amendment that the client has not seen.
pub async fn update(tx: &Tx, input: ContractAmendmentUpdateInput) -> Result<contract_amendment::Model> {
    let amendment: contract_amendment::Model = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    if amendment.status != AmendmentStatus::Draft {
        return Err(UserError::invalid_state("only a draft can be changed").into());
    }
    let currency = amendment.currency;
    let of = |change: &MaybeUndefined<MoneyInput>, path: &str| match change.value() {
        Some(money) => minor(money, currency, path).map(Set),
        None => Ok(NotSet),
    };
    let changes = contract_amendment::ActiveModel {
        price_delta_minor: of(&input.price_delta, "input.priceDelta")?,
        cost_delta_minor: of(&input.cost_delta, "input.costDelta")?,
        title: needed(trimmed(input.title)),
        reason: needed(trimmed(input.reason)),
        scope: optional(trimmed(input.scope)),
        minutes_delta: needed(input.minutes_delta),
        shift_days: needed(input.shift_days),
        ..Default::default()
    };
    let amendment = tx.update(amendment, changes).await?;
    tx.tell(EventType::ContractAmendmentUpdated, &amendment);
    Ok(amendment)
}

/// Shows an amendment to the client, or takes it back.
pub async fn transition(
    tx: &Tx,
    input: ContractAmendmentTransitionInput,
) -> Result<contract_amendment::Model> {
    let amendment: contract_amendment::Model = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(Some(input.expected_version))?;
    input.check()?;
    amendment.status.step(input.to)?;
    let reason = trim(input.reason);
    let mut changes = contract_amendment::ActiveModel {
        status: Set(input.to),
        status_reason: Set(reason.clone()),
        ..Default::default()
    };
    if input.to == AmendmentStatus::Sent {
        changes.sent_at = Set(Some(tx.now()));
    }
    let amendment = tx.update(amendment, changes).await?;
    tx.tell_why(EventType::ContractAmendmentStatusChanged, &amendment, reason);
    Ok(amendment)
}

/// What the client says to an amendment. Accepted, it changes contract, billing plan, budget, dates and baseline at once.
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
    if input.accept {
        accept(tx, contract, &amendment).await?;
    }
    let comment = trim(input.comment);
    let changes = contract_amendment::ActiveModel {
        status: Set(to),
        status_reason: Set(comment.clone()),
        decided_at: Set(Some(tx.now())),
        decided_by: Set(tx.actor().member_id),
        signed_name: Set(Some(input.signed_name.trim().to_owned())),
        ..Default::default()
    };
    let amendment = tx.update(amendment, changes).await?;
    tx.tell_why(EventType::ContractAmendmentStatusChanged, &amendment, comment);
    Ok(amendment)
}

/// The amendment that somebody may decide on, and its contract, held.
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

async fn accept(
    tx: &Tx,
    contract: contract::Model,
    amendment: &contract_amendment::Model,
) -> Result<()> {
    match contract.status {
        ContractStatus::Active | ContractStatus::Expired => {}
        ContractStatus::Completed | ContractStatus::Terminated => {
            return Err(UserError::invalid_state("the contract has come to its end").into());
        }
    }
    let shift = TimeDelta::days(i64::from(amendment.shift_days));
    let value = contract.value_minor.checked_add(amendment.price_delta_minor);
    let value = value.filter(|value| *value >= 0).ok_or_else(|| {
        UserError::invalid_state("the contract would be worth less than nothing")
    })?;
    let most = contract
        .not_to_exceed_minor
        .map(|most| most.saturating_add(amendment.price_delta_minor.max(0)));
    let changes = contract::ActiveModel {
        value_minor: Set(value),
        not_to_exceed_minor: Set(most),
        ends_on: Set(contract.ends_on.map(|day| day + shift)),
        status: Set(ContractStatus::Active),
        ..Default::default()
    };
    let contract = tx.update(contract, changes).await?;
    tx.tell(EventType::ContractUpdated, &contract);
    billing::add(tx, &contract, &amendment.title, amendment.price_delta_minor).await?;
    let Some(project) = contract.project_id else {
        return Err(Error::internal("a contract without a project"));
    };
    move_dates(tx, project, amendment).await?;
    if amendment.cost_delta_minor != 0 {
        first::amend(tx, project, &amendment.reason, amendment.cost_delta_minor).await?;
    }
    baseline::next(tx, &contract, project, amendment).await
}

/// Moves the days the client was told, with the consent that the amendment is.
async fn move_dates(
    tx: &Tx,
    project: Id<project::Entity>,
    amendment: &contract_amendment::Model,
) -> Result<()> {
    if amendment.shift_days == 0 {
        return Ok(());
    }
    let shift = TimeDelta::days(i64::from(amendment.shift_days));
    let open = Condition::all()
        .add(milestone::Column::ProjectId.eq(project))
        .add(milestone::Column::ArchivedAt.is_null())
        .add(milestone::Column::Status.is_in([MilestoneStatus::Planned, MilestoneStatus::Rejected]));
    for milestone in tx.rows::<milestone::Entity>(open).all(tx.connection()).await? {
        let changes = milestone::ActiveModel {
            committed_on: Set(milestone.committed_on + shift),
            forecast_on: Set(milestone.forecast_on + shift),
            ..Default::default()
        };
        let milestone = tx.update(milestone, changes).await?;
        tx.tell_why(EventType::MilestoneCommitmentMoved, &milestone, Some(amendment.reason.clone()));
    }
    let open = Condition::all()
        .add(phase::Column::ProjectId.eq(project))
        .add(phase::Column::ArchivedAt.is_null())
        .add(phase::Column::Status.is_in([PhaseStatus::Planned, PhaseStatus::Active]));
    for phase in tx.rows::<phase::Entity>(open).all(tx.connection()).await? {
        let starts_on = match phase.status {
            PhaseStatus::Planned => Set(phase.starts_on.map(|day| day + shift)),
            PhaseStatus::Active | PhaseStatus::Done | PhaseStatus::Cancelled => NotSet,
        };
        let changes = phase::ActiveModel {
            starts_on,
            ends_on: Set(phase.ends_on.map(|day| day + shift)),
            ..Default::default()
        };
        let phase = tx.update(phase, changes).await?;
        tx.tell(EventType::PhaseUpdated, &phase);
    }
    Ok(())
}

fn going_on(contract: &contract::Model) -> Result<(), UserError> {
    match contract.status {
        ContractStatus::Active | ContractStatus::Expired => Ok(()),
        ContractStatus::Completed | ContractStatus::Terminated => {
            Err(UserError::invalid_state("the contract has come to its end"))
        }
    }
}

fn delta(money: Option<&MoneyInput>, currency: CurrencyCode, path: &str) -> Result<i64, UserError> {
    money.map_or(Ok(0), |money| minor(money, currency, path))
}
