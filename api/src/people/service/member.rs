//! Rules of members: who they are to the agency, and whether they can sign in.

use async_graphql::MaybeUndefined;
use entity::{
    agency,
    membership::{self, MemberStatus, Role},
    user_session::EndReason,
    value::Kind,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition,
};

use crate::{
    kernel::{
        error::{Result, UserError},
        event::EventType,
        patch::{needed, optional, trimmed},
        policy::Action,
        tx::{Tx, Versioned},
    },
    people::{
        credentials::{one_time, session::end},
        input::{MemberDeactivateInput, MemberReactivateInput, MemberUpdateInput},
    },
};

/// Refuses what only owners may do: to make owners, and to change them.
pub(super) fn may_touch(tx: &Tx, role: Role, path: &str) -> Result<()> {
    if role == Role::Owner && tx.actor().role != Role::Owner {
        return Err(UserError::invalid(path, say!("only an owner makes owners or changes them")).into());
    }
    Ok(())
}

/// Changes a member. Everybody changes their own name, language and time zone; the rest is for those who may invite.
pub(in crate::people) async fn update(tx: &Tx, input: MemberUpdateInput) -> Result<membership::Model> {
    if !input.role.is_undefined() || !input.may_accept_proposals.is_undefined() {
        tx.may(Action::Create, Kind::Member)?;
    }
    let member = tx.glance::<membership::Entity>(Action::Update, input.id).await?;
    if tx.actor().member_id != Some(member.id) {
        may_touch(tx, member.role, "input.id")?;
    }
    input.check()?;
    let role = input.role.value().copied().unwrap_or(member.role);
    if role != member.role {
        change_role(tx, &member, role).await?;
    }
    if input.may_accept_proposals.value() == Some(&true) && role != Role::Portal {
        let message = say!("only a portal user signs for a client");
        return Err(UserError::invalid("input.mayAcceptProposals", message).into());
    }
    let member = tx
        .fetch_for::<membership::Entity>(Action::Update, input.id)
        .await?
        .at(input.expected_version)?
        .at(Some(member.version))?;
    let changes = membership::ActiveModel {
        name: needed(trimmed(input.name)),
        role: needed(input.role),
        locale: optional(input.locale),
        time_zone: optional(input.time_zone),
        may_accept_proposals: match input.may_accept_proposals {
            MaybeUndefined::Value(may) => Set(may),
            MaybeUndefined::Undefined | MaybeUndefined::Null => NotSet,
        },
        ..Default::default()
    };
    let member = tx.update(member, changes).await?;
    tx.tell(EventType::MemberUpdated, &member);
    Ok(member)
}

async fn change_role(tx: &Tx, member: &membership::Model, role: Role) -> Result<()> {
    may_touch(tx, role, "input.role")?;
    if [role, member.role].contains(&Role::Portal) {
        let message =
            say!("a portal user is a contact of a client, and a colleague is none: invite them anew");
        return Err(UserError::invalid("input.role", message).into());
    }
    another_owner_stays(tx, member).await
}

/// Refuses to leave the agency without an owner. Whoever changes owners waits for each other at the agency.
async fn another_owner_stays(tx: &Tx, member: &membership::Model) -> Result<()> {
    if member.role != Role::Owner || member.status != MemberStatus::Active {
        return Ok(());
    }
    tx.fetch_for::<agency::Entity>(Action::Update, tx.actor().agency_id)
        .await?;
    let others = Condition::all()
        .add(membership::Column::Role.eq(Role::Owner))
        .add(membership::Column::Status.eq(MemberStatus::Active))
        .add(membership::Column::Id.ne(member.id));
    if tx.exists(tx.rows::<membership::Entity>(others)).await? {
        return Ok(());
    }
    Err(UserError::invalid_state(say!("the agency needs an owner: make somebody else one first")).into())
}

/// Closes the agency to a member, or withdraws their invitation. Their sessions end at once; what they did stays.
pub(in crate::people) async fn deactivate(
    tx: &Tx,
    input: MemberDeactivateInput,
) -> Result<membership::Model> {
    let member = tx.glance::<membership::Entity>(Action::Archive, input.id).await?;
    may_touch(tx, member.role, "input.id")?;
    another_owner_stays(tx, &member).await?;
    // Links before members, as those do who accept: nobody waits for the other for ever.
    one_time::void_about(tx.connection().await?, member.id.uuid(), tx.now()).await?;
    let member = tx
        .fetch_for::<membership::Entity>(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?
        .at(Some(member.version))?;
    let changes = membership::ActiveModel {
        status: Set(MemberStatus::Deactivated),
        ..Default::default()
    };
    let member = tx.update(member, changes).await?;
    let (db, user, agency) = (
        tx.connection().await?,
        member.user_id.uuid(),
        member.agency_id.uuid(),
    );
    end::end_in_agency(db, user, agency, EndReason::Deactivated, tx.now()).await?;
    tx.tell(EventType::MemberDeactivated, &member);
    Ok(member)
}

/// Opens the agency to a member again. Who never came is invited as before, and needs a new link.
pub(in crate::people) async fn reactivate(
    tx: &Tx,
    input: MemberReactivateInput,
) -> Result<membership::Model> {
    let member = tx
        .fetch_for::<membership::Entity>(Action::Archive, input.id)
        .await?;
    may_touch(tx, member.role, "input.id")?;
    let member = member.at(input.expected_version)?;
    let status = match (member.status, member.last_active_at) {
        (MemberStatus::Deactivated, Some(_)) => MemberStatus::Active,
        (MemberStatus::Deactivated, None) => MemberStatus::Invited,
        (open, _) => open,
    };
    let changes = membership::ActiveModel {
        status: Set(status),
        ..Default::default()
    };
    let member = tx.update(member, changes).await?;
    tx.tell(EventType::MemberReactivated, &member);
    Ok(member)
}
