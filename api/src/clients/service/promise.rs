//! Rules of promises.

use async_graphql::MaybeUndefined;
use chrono::NaiveDate;
use entity::{
    client,
    event::Visibility,
    interaction,
    promise::{self, PromiseStatus},
    value::{Date, Id, Kind},
};
use sea_orm::ActiveValue::Set;

use super::{assignment::assignable, client_of};
use crate::{
    clients::input::{PromiseArchiveInput, PromiseCreateInput, PromiseSettleInput, PromiseUpdateInput},
    kernel::{
        error::{Result, UserError},
        event::EventType,
        patch::{needed, optional, trim, trimmed},
        policy::Action,
        state::State,
        tx::{Tx, Versioned},
    },
};

/// Records what one side said it would do.
pub async fn create(tx: &Tx, input: PromiseCreateInput) -> Result<promise::Model> {
    tx.may(Action::Create, Kind::Promise)?;
    input.check()?;
    let client = tx
        .under::<client::Entity>(Action::Update, input.client_id, "input.clientId")
        .await?;
    if let Some(interaction) = input.interaction_id {
        check_interaction(tx, client.id, interaction).await?;
    }
    if let Some(owner) = input.owner_id {
        assignable(tx, owner, "input.ownerId").await?;
    }
    let row = promise::ActiveModel {
        client_id: Set(client.id),
        interaction_id: Set(input.interaction_id),
        by_party: Set(input.by_party),
        owner_id: Set(input.owner_id),
        text: Set(input.text.trim().to_owned()),
        due_on: Set(input.due_on.into()),
        status: Set(PromiseStatus::Open),
        visibility: Set(input.visibility.unwrap_or(Visibility::Internal)),
        ..Default::default()
    };
    let promise = tx.insert(row).await?;
    tx.tell(EventType::PromiseCreated, &promise);
    Ok(promise)
}

/// Changes a promise.
pub async fn update(tx: &Tx, input: PromiseUpdateInput) -> Result<promise::Model> {
    let promise = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    if let MaybeUndefined::Value(interaction) = input.interaction_id {
        check_interaction(tx, promise.client_id, interaction).await?;
    }
    if let MaybeUndefined::Value(owner) = input.owner_id
        && promise.owner_id != Some(owner)
    {
        assignable(tx, owner, "input.ownerId").await?;
    }
    let changes = promise::ActiveModel {
        interaction_id: optional(input.interaction_id),
        by_party: needed(input.by_party),
        owner_id: optional(input.owner_id),
        text: needed(trimmed(input.text)),
        due_on: needed(input.due_on),
        visibility: needed(input.visibility),
        ..Default::default()
    };
    let promise = tx.update(promise, changes).await?;
    tx.tell(EventType::PromiseUpdated, &promise);
    Ok(promise)
}

/// Settles a promise: it was kept, was broken, or is no longer asked for.
pub async fn settle(tx: &Tx, input: PromiseSettleInput) -> Result<promise::Model> {
    let promise: promise::Model = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    promise.status.step(input.to)?;
    input.check()?;
    let reason = trim(input.reason);
    let changes = promise::ActiveModel {
        status: Set(input.to),
        kept_on: Set(kept_on(tx, input.to, input.kept_on)?),
        status_reason: Set(reason.clone()),
        ..Default::default()
    };
    let promise = tx.update(promise, changes).await?;
    tx.tell_why(EventType::PromiseSettled, &promise, reason);
    Ok(promise)
}

/// Puts a promise out of sight.
pub async fn archive(tx: &Tx, input: PromiseArchiveInput) -> Result<promise::Model> {
    let promise = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    let promise = tx.archive::<promise::Entity>(promise).await?;
    tx.tell(EventType::PromiseArchived, &promise);
    Ok(promise)
}

/// Brings a promise back, unless its client is archived.
pub async fn unarchive(tx: &Tx, input: PromiseArchiveInput) -> Result<promise::Model> {
    let promise = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    client_of(tx, promise.client_id).await?;
    let promise = tx.unarchive::<promise::Entity>(promise).await?;
    tx.tell(EventType::PromiseUnarchived, &promise);
    Ok(promise)
}

fn kept_on(tx: &Tx, to: PromiseStatus, given: Option<Date>) -> Result<Option<NaiveDate>, UserError> {
    match (to, given) {
        (PromiseStatus::Kept, Some(day)) if day.0 > tx.today() => Err(UserError::invalid(
            "input.keptOn",
            say!("this day is yet to come"),
        )),
        (PromiseStatus::Kept, given) => Ok(Some(given.map_or(tx.today(), Into::into))),
        (PromiseStatus::Open | PromiseStatus::Broken | PromiseStatus::Released, Some(_)) => {
            Err(UserError::invalid(
                "input.keptOn",
                say!("only a promise that is KEPT has the day it was kept"),
            ))
        }
        (PromiseStatus::Open | PromiseStatus::Broken | PromiseStatus::Released, None) => Ok(None),
    }
}

async fn check_interaction(
    tx: &Tx,
    client: Id<client::Entity>,
    interaction: Id<interaction::Entity>,
) -> Result<()> {
    let interaction = tx
        .refer::<interaction::Entity>(interaction, "input.interactionId")
        .await?;
    if interaction.client_id == client {
        Ok(())
    } else {
        Err(UserError::invalid("input.interactionId", say!("this belongs to another client")).into())
    }
}
