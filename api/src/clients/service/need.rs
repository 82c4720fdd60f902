//! Rules of needs.

use entity::{
    client, interaction,
    need::{self, NeedKind, NeedStatus, Priority},
    need_interaction,
    value::{Id, Kind},
};
use sea_orm::ActiveValue::{NotSet, Set};

use super::{client_of, of_one_client};
use crate::{
    clients::input::{NeedArchiveInput, NeedCreateInput, NeedTransitionInput, NeedUpdateInput},
    kernel::{
        custom,
        error::Result,
        event::EventType,
        external, link,
        patch::{needed, trim, trimmed},
        policy::Action,
        state::State,
        tx::{Tx, Versioned},
    },
};

/// Records a need.
pub async fn create(tx: &Tx, input: NeedCreateInput) -> Result<need::Model> {
    tx.may(Action::Create, Kind::Need)?;
    input.check()?;
    let client = tx
        .under::<client::Entity>(Action::Update, input.client_id, "input.clientId")
        .await?;
    let evidence = input.evidence_ids.unwrap_or_default();
    check_evidence(tx, client.id, "evidenceIds", &evidence).await?;
    let custom_fields = custom::checked_new::<need::Entity>(tx, input.custom_fields).await?;
    let row = need::ActiveModel {
        client_id: Set(client.id),
        kind: Set(input.kind.unwrap_or(NeedKind::Need)),
        statement: Set(input.statement.trim().to_owned()),
        priority: Set(input.priority.unwrap_or(Priority::Normal)),
        status: Set(NeedStatus::Identified),
        custom_fields: Set(custom_fields),
        ..Default::default()
    };
    let need = tx.insert(row).await?;
    put_evidence(tx, need.id, evidence, vec![]).await?;
    external::put(tx, need.id, "externalIds", input.external_ids, None).await?;
    custom::index(tx, need.id, &need.custom_fields).await?;
    tx.tell(EventType::NeedCreated, &need);
    Ok(need)
}

/// Changes a need.
pub async fn update(tx: &Tx, input: NeedUpdateInput) -> Result<need::Model> {
    let need = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    let evidence = input.add_evidence_ids.unwrap_or_default();
    check_evidence(tx, need.client_id, "addEvidenceIds", &evidence).await?;
    let custom_fields =
        custom::checked_patch::<need::Entity>(tx, &need.custom_fields, input.custom_fields).await?;
    let changes = need::ActiveModel {
        kind: needed(input.kind),
        statement: needed(trimmed(input.statement)),
        priority: needed(input.priority),
        custom_fields: custom_fields.map_or(NotSet, Set),
        ..Default::default()
    };
    let gone = input.remove_evidence_ids.unwrap_or_default();
    let elsewhere = put_evidence(tx, need.id, evidence, gone).await?;
    let links = elsewhere.then(|| "evidence".to_owned()).into_iter().collect();
    let need = tx.update_with(need, changes, links).await?;
    external::put(
        tx,
        need.id,
        "addExternalIds",
        input.add_external_ids,
        input.remove_external_ids,
    )
    .await?;
    custom::index(tx, need.id, &need.custom_fields).await?;
    tx.tell(EventType::NeedUpdated, &need);
    Ok(need)
}

/// Takes a need to another state.
pub async fn transition(tx: &Tx, input: NeedTransitionInput) -> Result<need::Model> {
    let need: need::Model = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    need.status.step(input.to)?;
    input.check()?;
    let reason = trim(input.reason);
    let changes = need::ActiveModel {
        status: Set(input.to),
        status_reason: Set(reason.clone()),
        ..Default::default()
    };
    let need = tx.update(need, changes).await?;
    tx.tell_why(EventType::NeedStatusChanged, &need, reason);
    Ok(need)
}

/// Puts a need out of sight.
pub async fn archive(tx: &Tx, input: NeedArchiveInput) -> Result<need::Model> {
    let need = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    let need = tx.archive::<need::Entity>(need).await?;
    tx.tell(EventType::NeedArchived, &need);
    Ok(need)
}

/// Brings a need back, unless its client is archived.
pub async fn unarchive(tx: &Tx, input: NeedArchiveInput) -> Result<need::Model> {
    let need = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    client_of(tx, need.client_id).await?;
    let need = tx.unarchive::<need::Entity>(need).await?;
    tx.tell(EventType::NeedUnarchived, &need);
    Ok(need)
}

async fn check_evidence(
    tx: &Tx,
    client: Id<client::Entity>,
    field: &str,
    ids: &[Id<interaction::Entity>],
) -> Result<()> {
    let interactions = tx
        .refer_all::<interaction::Entity>(ids, &format!("input.{field}"))
        .await?;
    let found = interactions
        .iter()
        .map(|interaction| (interaction.id, interaction.client_id));
    of_one_client(client, field, ids, found)
}

async fn put_evidence(
    tx: &Tx,
    need: Id<need::Entity>,
    add: Vec<Id<interaction::Entity>>,
    remove: Vec<Id<interaction::Entity>>,
) -> Result<bool> {
    use need_interaction::{Column, Entity};
    let [add, remove] = [add, remove].map(|ids| ids.into_iter().map(Id::uuid));
    let this = (Column::NeedId, need.uuid());
    link::put::<Entity>(tx, this, Column::InteractionId, add, remove).await
}
