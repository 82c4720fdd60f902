//! Rules of contacts.

use entity::{
    client,
    contact::{self, DecisionRole},
    user::email_key,
    value::Kind,
};
use sea_orm::ActiveValue::{NotSet, Set};

use super::client_of;
use crate::{
    clients::input::{ContactArchiveInput, ContactCreateInput, ContactUpdateInput},
    kernel::{
        custom,
        error::Result,
        event::EventType,
        external,
        patch::{needed, optional, trim, trimmed},
        policy::Action,
        tx::{Tx, Versioned},
    },
};

/// Puts a person at a client on record.
pub async fn create(tx: &Tx, input: ContactCreateInput) -> Result<contact::Model> {
    tx.may(Action::Create, Kind::Contact)?;
    input.check()?;
    let client = tx
        .under::<client::Entity>(Action::Update, input.client_id, "input.clientId")
        .await?;
    let custom_fields = custom::checked_new::<contact::Entity>(tx, input.custom_fields).await?;
    let consents = [
        input.consent_survey,
        input.consent_marketing,
        input.consent_publish_comments,
    ];
    let row = contact::ActiveModel {
        client_id: Set(client.id),
        name: Set(input.name.trim().to_owned()),
        email: Set(input.email.map(|email| email_key(&email))),
        phone: Set(trim(input.phone)),
        job_title: Set(trim(input.job_title)),
        decision_role: Set(input.decision_role.unwrap_or(DecisionRole::Other)),
        locale: Set(input.locale.unwrap_or(client.locale)),
        consent_survey: Set(input.consent_survey.unwrap_or(false)),
        consent_marketing: Set(input.consent_marketing.unwrap_or(false)),
        consent_publish_comments: Set(input.consent_publish_comments.unwrap_or(false)),
        consent_at: Set(consents.iter().any(Option::is_some).then(|| tx.now())),
        custom_fields: Set(custom_fields),
        ..Default::default()
    };
    let contact = tx.insert(row).await?;
    external::put(tx, contact.id, "externalIds", input.external_ids, None).await?;
    custom::index(tx, contact.id, &contact.custom_fields).await?;
    tx.tell(EventType::ContactCreated, &contact);
    Ok(contact)
}

/// Changes a contact.
pub async fn update(tx: &Tx, input: ContactUpdateInput) -> Result<contact::Model> {
    let contact = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    let custom_fields =
        custom::checked_patch::<contact::Entity>(tx, &contact.custom_fields, input.custom_fields).await?;
    let consents = [
        &input.consent_survey,
        &input.consent_marketing,
        &input.consent_publish_comments,
    ];
    let asked = consents.iter().any(|consent| consent.value().is_some());
    let changes = contact::ActiveModel {
        name: needed(trimmed(input.name)),
        email: optional(input.email.map_value(|email| email_key(&email))),
        phone: optional(trimmed(input.phone)),
        job_title: optional(trimmed(input.job_title)),
        decision_role: needed(input.decision_role),
        locale: needed(input.locale),
        consent_survey: needed(input.consent_survey),
        consent_marketing: needed(input.consent_marketing),
        consent_publish_comments: needed(input.consent_publish_comments),
        consent_at: if asked { Set(Some(tx.now())) } else { NotSet },
        custom_fields: custom_fields.map_or(NotSet, Set),
        ..Default::default()
    };
    let contact = tx.update(contact, changes).await?;
    external::put(
        tx,
        contact.id,
        "addExternalIds",
        input.add_external_ids,
        input.remove_external_ids,
    )
    .await?;
    custom::index(tx, contact.id, &contact.custom_fields).await?;
    tx.tell(EventType::ContactUpdated, &contact);
    Ok(contact)
}

/// Puts a contact out of sight.
pub async fn archive(tx: &Tx, input: ContactArchiveInput) -> Result<contact::Model> {
    let contact = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    let contact = tx.archive::<contact::Entity>(contact).await?;
    tx.tell(EventType::ContactArchived, &contact);
    Ok(contact)
}

/// Brings a contact back, unless its client is archived.
pub async fn unarchive(tx: &Tx, input: ContactArchiveInput) -> Result<contact::Model> {
    let contact = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    client_of(tx, contact.client_id).await?;
    let contact = tx.unarchive::<contact::Entity>(contact).await?;
    tx.tell(EventType::ContactUnarchived, &contact);
    Ok(contact)
}
