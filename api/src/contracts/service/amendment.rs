//! Rules of amendments as they are written and sent. Nothing of one holds before the client has accepted it.

use async_graphql::MaybeUndefined;
use entity::{
    contract::{self, ContractStatus},
    contract_amendment::{self, AmendmentStatus, Column},
    value::{Choice as _, CurrencyCode, Kind, MoneyInput},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, QueryOrder,
};

use super::amounts::minor;
use crate::{
    contracts::input::{
        ContractAmendmentCreateInput, ContractAmendmentTransitionInput, ContractAmendmentUpdateInput,
    },
    kernel::{
        error::{Result, UserError},
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
        .one(tx.connection().await?)
        .await?;
    let row = contract_amendment::ActiveModel {
        contract_id: Set(contract.id),
        client_id: Set(contract.client_id),
        number: Set(last.map_or(1, |last| last.number.saturating_add(1))),
        title: Set(input.title.trim().to_owned()),
        reason: Set(input.reason.trim().to_owned()),
        scope: Set(trim(input.scope)),
        price_delta_minor: Set(delta(
            input.price_delta.as_ref(),
            contract.currency,
            "input.priceDelta",
        )?),
        cost_delta_minor: Set(delta(
            input.cost_delta.as_ref(),
            contract.currency,
            "input.costDelta",
        )?),
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
        let message = say!("only a draft can be changed: write another amendment");
        return Err(UserError::frozen(amendment.status.word(), message).into());
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
    if input.to == AmendmentStatus::Sent {
        changes_something(&amendment)?;
    }
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

/// Refuses an amendment of which nothing would come.
fn changes_something(amendment: &contract_amendment::Model) -> Result<(), UserError> {
    let contract_amendment::Model {
        price_delta_minor,
        cost_delta_minor,
        minutes_delta,
        shift_days,
        scope,
        ..
    } = amendment;
    let changes = [
        *price_delta_minor,
        *cost_delta_minor,
        i64::from(*minutes_delta),
        i64::from(*shift_days),
    ];
    if changes.iter().all(|change| *change == 0) && scope.is_none() {
        return Err(UserError::invalid_state(say!(
            "the amendment changes nothing yet"
        )));
    }
    Ok(())
}

/// Refuses to amend what binds nobody, yet or any longer.
pub(super) fn going_on(contract: &contract::Model) -> Result<(), UserError> {
    match contract.status {
        ContractStatus::Active | ContractStatus::Expired => Ok(()),
        ContractStatus::Draft => Err(UserError::invalid_state(say!(
            "the contract is a draft: change it itself"
        ))),
        ContractStatus::Completed | ContractStatus::Terminated | ContractStatus::Void => {
            Err(UserError::invalid_state(say!("the contract has come to its end")))
        }
    }
}

fn delta(money: Option<&MoneyInput>, currency: CurrencyCode, path: &str) -> Result<i64, UserError> {
    money.map_or(Ok(0), |money| minor(money, currency, path))
}
