//! Rules of interactions.

use async_graphql::MaybeUndefined;
use entity::{
    client, contact,
    event::Visibility,
    interaction, interaction_contact, interaction_member, membership,
    membership::Role,
    project,
    value::{Id, Kind},
};
use sea_orm::ActiveValue::{NotSet, Set};

use super::{client_of, of_one_client};
use crate::{
    clients::input::{InteractionArchiveInput, InteractionCreateInput, InteractionUpdateInput},
    kernel::{
        custom,
        error::{Result, UserError},
        event::EventType,
        external, link,
        patch::{needed, optional, trimmed},
        policy::Action,
        tx::{Tx, Versioned},
    },
};

/// Records an interaction. Whoever records it took part, unless the input says who did.
pub async fn create(tx: &Tx, input: InteractionCreateInput) -> Result<interaction::Model> {
    tx.may(Action::Create, Kind::Interaction)?;
    input.check()?;
    let client = tx
        .under::<client::Entity>(Action::Update, input.client_id, "input.clientId")
        .await?;
    if let Some(project) = input.project_id {
        check_project(tx, client.id, project).await?;
    }
    let contacts = input.contact_ids.unwrap_or_default();
    check_contacts(tx, client.id, "contactIds", &contacts).await?;
    let members = input
        .member_ids
        .unwrap_or_else(|| tx.actor().member_id.into_iter().collect());
    check_members(tx, "memberIds", &members).await?;
    let custom_fields = custom::checked_new::<interaction::Entity>(tx, input.custom_fields).await?;
    let row = interaction::ActiveModel {
        client_id: Set(client.id),
        at: Set(input.at.map_or(tx.now(), Into::into)),
        minutes: Set(input.minutes),
        channel: Set(input.channel),
        direction: Set(input.direction),
        hat: Set(input.hat),
        summary: Set(input.summary.trim().to_owned()),
        sentiment: Set(input.sentiment),
        visibility: Set(input.visibility.unwrap_or(Visibility::Internal)),
        project_id: Set(input.project_id),
        custom_fields: Set(custom_fields),
        ..Default::default()
    };
    let interaction = tx.insert(row).await?;
    put_contacts(tx, interaction.id, contacts, vec![]).await?;
    put_members(tx, interaction.id, members, vec![]).await?;
    external::put(tx, interaction.id, "externalIds", input.external_ids, None).await?;
    custom::index(tx, interaction.id, &interaction.custom_fields).await?;
    tx.tell(EventType::InteractionCreated, &interaction);
    Ok(interaction)
}

/// Changes an interaction.
pub async fn update(tx: &Tx, input: InteractionUpdateInput) -> Result<interaction::Model> {
    let interaction = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    if let MaybeUndefined::Value(project) = input.project_id {
        check_project(tx, interaction.client_id, project).await?;
    }
    let contacts = input.add_contact_ids.unwrap_or_default();
    check_contacts(tx, interaction.client_id, "addContactIds", &contacts).await?;
    let members = input.add_member_ids.unwrap_or_default();
    check_members(tx, "addMemberIds", &members).await?;
    let custom_fields =
        custom::checked_patch::<interaction::Entity>(tx, &interaction.custom_fields, input.custom_fields)
            .await?;
    let changes = interaction::ActiveModel {
        project_id: optional(input.project_id),
        at: needed(input.at),
        minutes: optional(input.minutes),
        channel: needed(input.channel),
        direction: needed(input.direction),
        hat: needed(input.hat),
        summary: needed(trimmed(input.summary)),
        sentiment: optional(input.sentiment),
        visibility: needed(input.visibility),
        custom_fields: custom_fields.map_or(NotSet, Set),
        ..Default::default()
    };
    let gone = input.remove_contact_ids.unwrap_or_default();
    let contacts = put_contacts(tx, interaction.id, contacts, gone).await?;
    let gone = input.remove_member_ids.unwrap_or_default();
    let members = put_members(tx, interaction.id, members, gone).await?;
    let links = [("contacts", contacts), ("members", members)];
    let links = links.iter().filter(|(_, changed)| *changed);
    let links = links.map(|(field, _)| (*field).to_owned()).collect();
    let interaction = tx.update_with(interaction, changes, links).await?;
    external::put(
        tx,
        interaction.id,
        "addExternalIds",
        input.add_external_ids,
        input.remove_external_ids,
    )
    .await?;
    custom::index(tx, interaction.id, &interaction.custom_fields).await?;
    tx.tell(EventType::InteractionUpdated, &interaction);
    Ok(interaction)
}

/// Puts an interaction out of sight.
pub async fn archive(tx: &Tx, input: InteractionArchiveInput) -> Result<interaction::Model> {
    let interaction = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    let interaction = tx.archive::<interaction::Entity>(interaction).await?;
    tx.tell(EventType::InteractionArchived, &interaction);
    Ok(interaction)
}

/// Brings an interaction back, unless its client is archived.
pub async fn unarchive(tx: &Tx, input: InteractionArchiveInput) -> Result<interaction::Model> {
    let interaction = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    client_of(tx, interaction.client_id).await?;
    let interaction = tx.unarchive::<interaction::Entity>(interaction).await?;
    tx.tell(EventType::InteractionUnarchived, &interaction);
    Ok(interaction)
}

async fn check_project(tx: &Tx, client: Id<client::Entity>, project: Id<project::Entity>) -> Result<()> {
    let project = tx.refer::<project::Entity>(project, "input.projectId").await?;
    if project.client_id == client {
        Ok(())
    } else {
        Err(UserError::invalid("input.projectId", say!("this belongs to another client")).into())
    }
}

async fn check_contacts(
    tx: &Tx,
    client: Id<client::Entity>,
    field: &str,
    ids: &[Id<contact::Entity>],
) -> Result<()> {
    let contacts = tx
        .refer_all::<contact::Entity>(ids, &format!("input.{field}"))
        .await?;
    let found = contacts.iter().map(|contact| (contact.id, contact.client_id));
    of_one_client(client, field, ids, found)
}

async fn check_members(tx: &Tx, field: &str, ids: &[Id<membership::Entity>]) -> Result<()> {
    let members = tx
        .refer_all::<membership::Entity>(ids, &format!("input.{field}"))
        .await?;
    let portal = members.iter().filter(|member| member.role == Role::Portal);
    let faults: Vec<UserError> = portal
        .filter_map(|member| ids.iter().position(|id| *id == member.id))
        .map(|at| {
            UserError::invalid(
                &format!("input.{field}.{at}"),
                say!("somebody of the client's side takes part as a contact"),
            )
        })
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.into())
    }
}

async fn put_contacts(
    tx: &Tx,
    interaction: Id<interaction::Entity>,
    add: Vec<Id<contact::Entity>>,
    remove: Vec<Id<contact::Entity>>,
) -> Result<bool> {
    use interaction_contact::{Column, Entity};
    let [add, remove] = [add, remove].map(|ids| ids.into_iter().map(Id::uuid));
    let this = (Column::InteractionId, interaction.uuid());
    link::put::<Entity>(tx, this, Column::ContactId, add, remove).await
}

async fn put_members(
    tx: &Tx,
    interaction: Id<interaction::Entity>,
    add: Vec<Id<membership::Entity>>,
    remove: Vec<Id<membership::Entity>>,
) -> Result<bool> {
    use interaction_member::{Column, Entity};
    let [add, remove] = [add, remove].map(|ids| ids.into_iter().map(Id::uuid));
    let this = (Column::InteractionId, interaction.uuid());
    link::put::<Entity>(tx, this, Column::MemberId, add, remove).await
}
