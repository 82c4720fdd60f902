//! Who answers for a client: leads never overlap, and the client's owner mirrors the open lead.

use entity::{
    account_assignment::{self, AssignmentRole},
    client, membership,
    membership::{MemberStatus, Role},
    value::Id,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use crate::kernel::{
    error::{Result, UserError},
    event::EventType,
    tx::Tx,
};

/// Makes somebody the lead of a client from today on; the lead before ends today.
pub(super) async fn lead(
    tx: &Tx,
    client: client::Model,
    owner: Id<membership::Entity>,
    path: &str,
) -> Result<client::Model> {
    if client.owner_id == Some(owner) {
        return Ok(client);
    }
    let member = assignable(tx, owner, path).await?;
    end_lead(tx, client.id).await?;
    let row = account_assignment::ActiveModel {
        client_id: Set(client.id),
        member_id: Set(member.id),
        role: Set(AssignmentRole::Lead),
        starts_on: Set(tx.today()),
        ..Default::default()
    };
    let assignment = tx.insert(row).await?;
    tx.tell(EventType::AccountAssignmentCreated, &assignment);
    mirror(tx, client, Some(member.id)).await
}

/// Ends the open lead of a client, if there is one.
pub(super) async fn no_lead(tx: &Tx, client: client::Model) -> Result<client::Model> {
    end_lead(tx, client.id).await?;
    mirror(tx, client, None).await
}

async fn end_lead(tx: &Tx, client: Id<client::Entity>) -> Result<()> {
    let open = Condition::all()
        .add(account_assignment::Column::ClientId.eq(client))
        .add(account_assignment::Column::Role.eq(AssignmentRole::Lead))
        .add(account_assignment::Column::EndsOn.is_null());
    let Some(open) = tx
        .rows::<account_assignment::Entity>(open)
        .one(tx.connection())
        .await?
    else {
        return Ok(());
    };
    let changes = account_assignment::ActiveModel {
        ends_on: Set(Some(tx.today())),
        ..Default::default()
    };
    let ended = tx.update(open, changes).await?;
    tx.tell(EventType::AccountAssignmentEnded, &ended);
    Ok(())
}

async fn mirror(
    tx: &Tx,
    client: client::Model,
    owner: Option<Id<membership::Entity>>,
) -> Result<client::Model> {
    tx.update(
        client,
        client::ActiveModel {
            owner_id: Set(owner),
            ..Default::default()
        },
    )
    .await
}

/// Somebody who can answer for a client: an active colleague, no freelancer and nobody of the client's side.
pub(super) async fn assignable(
    tx: &Tx,
    member: Id<membership::Entity>,
    path: &str,
) -> Result<membership::Model> {
    let member = tx.refer::<membership::Entity>(member, path).await?;
    let fits = member.status == MemberStatus::Active
        && !matches!(member.role, Role::Portal | Role::Freelancer | Role::Viewer);
    if fits {
        Ok(member)
    } else {
        Err(UserError::invalid(path, "this person cannot answer for a client").into())
    }
}
