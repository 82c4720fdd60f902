//! Rules of rate cards and their versions: the versions of a card follow each other without a gap.

use entity::{
    client, rate_card, rate_card_version,
    rate_card_version::Column,
    value::{CurrencyCode, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder};

use super::rate;
use crate::{
    kernel::{
        calendar::{day_before, next_day},
        error::{Result, UserError},
        event::EventType,
        patch::{needed, trim, trimmed},
        policy::Action,
        tx::{Tx, Versioned},
    },
    rates::input::{
        RateCardArchiveInput, RateCardCreateInput, RateCardUpdateInput, RateCardVersionCreateInput,
    },
};

/// Makes a rate card.
pub async fn create(tx: &Tx, input: RateCardCreateInput) -> Result<rate_card::Model> {
    tx.may(Action::Create, Kind::RateCard)?;
    input.check()?;
    let client = match input.client_id {
        Some(id) => Some(tx.refer::<client::Entity>(id, "input.clientId").await?),
        None => None,
    };
    let of_client: Option<CurrencyCode> = client.as_ref().map(|client| client.currency);
    let currency = input.currency.or(of_client).unwrap_or(tx.actor().base_currency);
    let row = rate_card::ActiveModel {
        name: Set(input.name.trim().to_owned()),
        client_id: Set(client.map(|client| client.id)),
        currency: Set(currency),
        ..Default::default()
    };
    let card = tx.insert(row).await?;
    tx.tell(EventType::RateCardCreated, &card);
    Ok(card)
}

/// Changes the name of a rate card.
pub async fn update(tx: &Tx, input: RateCardUpdateInput) -> Result<rate_card::Model> {
    let card = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    let changes = rate_card::ActiveModel {
        name: needed(trimmed(input.name)),
        ..Default::default()
    };
    let card = tx.update(card, changes).await?;
    tx.tell(EventType::RateCardUpdated, &card);
    Ok(card)
}

/// Puts a rate card out of sight: new work is no longer priced by it.
pub async fn archive(tx: &Tx, input: RateCardArchiveInput) -> Result<rate_card::Model> {
    let card = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    let card = tx.archive::<rate_card::Entity>(card).await?;
    tx.tell(EventType::RateCardArchived, &card);
    Ok(card)
}

/// Brings a rate card back.
pub async fn unarchive(tx: &Tx, input: RateCardArchiveInput) -> Result<rate_card::Model> {
    let card = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    let card = tx.unarchive::<rate_card::Entity>(card).await?;
    tx.tell(EventType::RateCardUnarchived, &card);
    Ok(card)
}

/// Sets the rates of a card from a day on. The version before ends the day before; this one ends before the next.
pub async fn version_create(tx: &Tx, input: RateCardVersionCreateInput) -> Result<rate_card_version::Model> {
    tx.may(Action::Create, Kind::RateCardVersion)?;
    input.check()?;
    let card = tx
        .under::<rate_card::Entity>(Action::Update, input.rate_card_id, "input.rateCardId")
        .await?;
    let starts_on = input.starts_on.into();
    let of_card = Condition::all().add(Column::RateCardId.eq(card.id));
    let others = tx
        .rows::<rate_card_version::Entity>(of_card)
        .order_by_asc(Column::StartsOn)
        .all(tx.connection().await?)
        .await?;
    if let Some(same) = others.iter().find(|other| other.starts_on == starts_on) {
        let same = Some((Kind::RateCardVersion, same.id.uuid()));
        return Err(UserError::not_unique("input.startsOn", same).into());
    }
    let next = others.iter().find(|other| other.starts_on > starts_on);
    let ends_on = next.map(|next| day_before(next.starts_on));
    if let Some(before) = others.into_iter().rev().find(|other| other.starts_on < starts_on) {
        let changes = rate_card_version::ActiveModel {
            ends_on: Set(Some(day_before(starts_on))),
            ..Default::default()
        };
        let before = tx.update(before, changes).await?;
        debug_assert!(before.ends_on.map(next_day) == Some(starts_on), "no gap");
    }
    let row = rate_card_version::ActiveModel {
        rate_card_id: Set(card.id),
        starts_on: Set(starts_on),
        ends_on: Set(ends_on),
        note: Set(trim(input.note)),
        ..Default::default()
    };
    let version = tx.insert(row).await?;
    rate::put_all(tx, &card, &version, input.rates.unwrap_or_default()).await?;
    tx.tell(EventType::RateCardVersionCreated, &version);
    Ok(version)
}
