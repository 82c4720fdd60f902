//! Rules of work roles.

use async_graphql::MaybeUndefined;
use entity::{
    value::{Id, Kind, sort_key},
    work_role::{self, Column},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use crate::{
    kernel::{
        error::{Result, UserError},
        event::EventType,
        patch::{needed, optional, trim, trimmed},
        policy::Action,
        tx::{Tx, Versioned},
    },
    rates::input::{WorkRoleArchiveInput, WorkRoleCreateInput, WorkRoleUpdateInput},
};

/// Makes a work role.
pub async fn create(tx: &Tx, input: WorkRoleCreateInput) -> Result<work_role::Model> {
    tx.may(Action::Create, Kind::WorkRole)?;
    input.check()?;
    unused(tx, &input.name, None).await?;
    let row = work_role::ActiveModel {
        name: Set(input.name.trim().to_owned()),
        description: Set(trim(input.description)),
        ..Default::default()
    };
    let role = tx.insert(row).await?;
    tx.tell(EventType::WorkRoleCreated, &role);
    Ok(role)
}

/// Changes a work role.
pub async fn update(tx: &Tx, input: WorkRoleUpdateInput) -> Result<work_role::Model> {
    let role = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    if let MaybeUndefined::Value(name) = &input.name {
        unused(tx, name, Some(role.id)).await?;
    }
    let changes = work_role::ActiveModel {
        name: needed(trimmed(input.name)),
        description: optional(trimmed(input.description)),
        ..Default::default()
    };
    let role = tx.update(role, changes).await?;
    tx.tell(EventType::WorkRoleUpdated, &role);
    Ok(role)
}

/// Puts a work role out of sight. What was booked in it stays.
pub async fn archive(tx: &Tx, input: WorkRoleArchiveInput) -> Result<work_role::Model> {
    let role = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    let role = tx.archive::<work_role::Entity>(role).await?;
    tx.tell(EventType::WorkRoleArchived, &role);
    Ok(role)
}

/// Brings a work role back, unless another one has its name by now.
pub async fn unarchive(tx: &Tx, input: WorkRoleArchiveInput) -> Result<work_role::Model> {
    let role = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    unused(tx, &role.name, Some(role.id)).await?;
    let role = tx.unarchive::<work_role::Entity>(role).await?;
    tx.tell(EventType::WorkRoleUnarchived, &role);
    Ok(role)
}

/// Refuses a name that another work role has.
async fn unused(tx: &Tx, name: &str, own: Option<Id<work_role::Entity>>) -> Result<()> {
    let same = Condition::all()
        .add(Column::NameKey.eq(sort_key(name.trim())))
        .add(Column::ArchivedAt.is_null());
    match tx
        .rows::<work_role::Entity>(same)
        .one(tx.connection().await?)
        .await?
    {
        Some(other) if Some(other.id) != own => {
            Err(UserError::not_unique("input.name", Some((Kind::WorkRole, other.id.uuid()))).into())
        }
        _ => Ok(()),
    }
}
