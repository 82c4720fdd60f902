//! Who answers for a client, and since when: leads never overlap in time, and the client's owner mirrors the open lead.
//!
//! Whoever changes assignments locks the client first, so that two who do it at once do it one after the other.

mod span;

use async_graphql::MaybeUndefined;
use entity::{
    account_assignment::{self, AssignmentRole, Column},
    client, membership,
    membership::{MemberStatus, Role},
    value::{Id, Kind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder};

use super::client_of;
use crate::{
    clients::input::{AccountAssignmentCreateInput, AccountAssignmentEndInput, AccountAssignmentUpdateInput},
    kernel::{
        error::{Result, UserError},
        event::EventType,
        patch::{optional, trim, trimmed},
        policy::Action,
        tx::{Tx, Versioned},
    },
};
use span::Span;

/// Lets somebody answer for a client. A lead ends the open one the day they start.
pub async fn create(tx: &Tx, input: AccountAssignmentCreateInput) -> Result<account_assignment::Model> {
    tx.may(Action::Create, Kind::AccountAssignment)?;
    input.check()?;
    let client = tx
        .under::<client::Entity>(Action::Update, input.client_id, "input.clientId")
        .await?;
    let member = assignable(tx, input.member_id, "input.memberId").await?;
    let span = Span {
        from: input.starts_on.map_or(tx.today(), Into::into),
        until: input.ends_on.map(Into::into),
    };
    span.check()?;
    match input.role {
        AssignmentRole::Lead => make_room(tx, client.id, span).await?,
        AssignmentRole::Backup => refuse_twice(tx, client.id, member.id, span, None).await?,
    }
    let row = account_assignment::ActiveModel {
        client_id: Set(client.id),
        member_id: Set(member.id),
        role: Set(input.role),
        starts_on: Set(span.from),
        ends_on: Set(span.until),
        handover_note: Set(trim(input.handover_note)),
        ..Default::default()
    };
    let assignment = tx.insert(row).await?;
    tx.tell(EventType::AccountAssignmentCreated, &assignment);
    tell_owner(tx, client).await?;
    Ok(assignment)
}

/// Changes the days of an assignment, or what is handed over with it.
pub async fn update(tx: &Tx, input: AccountAssignmentUpdateInput) -> Result<account_assignment::Model> {
    let (client, assignment) = locked(tx, input.id).await?;
    let assignment = assignment.at(input.expected_version)?;
    input.check()?;
    let was = Span::of(&assignment);
    let span = Span {
        from: input.starts_on.value().map_or(was.from, |day| day.0),
        until: match input.ends_on {
            MaybeUndefined::Undefined => was.until,
            MaybeUndefined::Null => None,
            MaybeUndefined::Value(day) => Some(day.0),
        },
    };
    if span != was {
        span.check()?;
        let this = Some(assignment.id);
        match assignment.role {
            AssignmentRole::Lead => {
                let of_lead = Column::Role.eq(AssignmentRole::Lead);
                let others = overlapping(tx, client.id, Condition::all().add(of_lead), span, this).await?;
                others.first().map_or(Ok(()), |other| Err(span.taken_by(other)))?;
            }
            AssignmentRole::Backup => refuse_twice(tx, client.id, assignment.member_id, span, this).await?,
        }
    }
    let changes = account_assignment::ActiveModel {
        starts_on: Set(span.from),
        ends_on: Set(span.until),
        handover_note: optional(trimmed(input.handover_note)),
        ..Default::default()
    };
    let assignment = tx.update(assignment, changes).await?;
    tx.tell(EventType::AccountAssignmentUpdated, &assignment);
    tell_owner(tx, client).await?;
    Ok(assignment)
}

/// Ends an assignment. One that has not begun never will have.
pub async fn end(tx: &Tx, input: AccountAssignmentEndInput) -> Result<account_assignment::Model> {
    let (client, assignment) = locked(tx, input.id).await?;
    let assignment = assignment.at(input.expected_version)?;
    input.check()?;
    let until = input
        .ends_on
        .map_or(tx.today().max(assignment.starts_on), Into::into);
    if let Some(known) = assignment.ends_on.filter(|known| *known <= until) {
        return Err(UserError::invalid_state(say!("the assignment ends on {known} already", known)).into());
    }
    if until < assignment.starts_on {
        return Err(UserError::invalid("input.endsOn", say!("this is before the assignment begins")).into());
    }
    let changes = account_assignment::ActiveModel {
        ends_on: Set(Some(until)),
        handover_note: trim(input.handover_note).map_or(sea_orm::NotSet, |note| Set(Some(note))),
        ..Default::default()
    };
    let assignment = tx.update(assignment, changes).await?;
    tx.tell(EventType::AccountAssignmentEnded, &assignment);
    tell_owner(tx, client).await?;
    Ok(assignment)
}

/// Makes somebody the lead of a client from today on, whatever was planned.
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
    end_leads(tx, client.id).await?;
    first_lead(tx, client.id, member.id).await?;
    mirror(tx, client).await
}

/// Writes that somebody leads from today on, where nobody else does.
pub(super) async fn first_lead(
    tx: &Tx,
    client: Id<client::Entity>,
    member: Id<membership::Entity>,
) -> Result<()> {
    let row = account_assignment::ActiveModel {
        client_id: Set(client),
        member_id: Set(member),
        role: Set(AssignmentRole::Lead),
        starts_on: Set(tx.today()),
        ..Default::default()
    };
    let assignment = tx.insert(row).await?;
    tx.tell(EventType::AccountAssignmentCreated, &assignment);
    Ok(())
}

/// Leaves a client without a lead from today on, whatever was planned.
pub(super) async fn no_lead(tx: &Tx, client: client::Model) -> Result<client::Model> {
    end_leads(tx, client.id).await?;
    mirror(tx, client).await
}

/// Somebody who can answer for a client: an active colleague, no freelancer and nobody of the client's side.
pub(crate) async fn assignable(
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
        Err(UserError::invalid(path, say!("this person cannot answer for a client")).into())
    }
}

/// An assignment to change and its client, both locked, the client first.
async fn locked(
    tx: &Tx,
    id: Id<account_assignment::Entity>,
) -> Result<(client::Model, account_assignment::Model)> {
    let seen = tx.glance(Action::Update, id).await?;
    let client = client_of(tx, seen.client_id).await?;
    let assignment = tx.fetch_for(Action::Update, id).await?;
    Ok((client, assignment))
}

/// Ends the open lead the day another begins; refuses when other leads are in the way.
async fn make_room(tx: &Tx, client: Id<client::Entity>, span: Span) -> Result<()> {
    let of_lead = Condition::all().add(Column::Role.eq(AssignmentRole::Lead));
    for other in overlapping(tx, client, of_lead, span, None).await? {
        if other.ends_on.is_some() || other.starts_on > span.from {
            return Err(span.taken_by(&other).into());
        }
        cut(tx, other, span.from).await?;
    }
    Ok(())
}

/// Ends today what leads a client today, and what was planned.
async fn end_leads(tx: &Tx, client: Id<client::Entity>) -> Result<()> {
    let from_today = Span {
        from: tx.today(),
        until: None,
    };
    let of_lead = Condition::all().add(Column::Role.eq(AssignmentRole::Lead));
    for lead in overlapping(tx, client, of_lead, from_today, None).await? {
        let day = tx.today().max(lead.starts_on);
        cut(tx, lead, day).await?;
    }
    Ok(())
}

async fn cut(tx: &Tx, assignment: account_assignment::Model, day: chrono::NaiveDate) -> Result<()> {
    let changes = account_assignment::ActiveModel {
        ends_on: Set(Some(day)),
        ..Default::default()
    };
    let ended = tx.update(assignment, changes).await?;
    tx.tell(EventType::AccountAssignmentEnded, &ended);
    Ok(())
}

/// Nobody stands in for a client twice at the same time.
async fn refuse_twice(
    tx: &Tx,
    client: Id<client::Entity>,
    member: Id<membership::Entity>,
    span: Span,
    except: Option<Id<account_assignment::Entity>>,
) -> Result<()> {
    let same = Condition::all()
        .add(Column::Role.eq(AssignmentRole::Backup))
        .add(Column::MemberId.eq(member));
    match overlapping(tx, client, same, span, except).await?.first() {
        Some(known) => {
            let known = (Kind::AccountAssignment, known.id.uuid());
            Err(UserError::not_unique("input.memberId", Some(known)).into())
        }
        None => Ok(()),
    }
}

async fn overlapping(
    tx: &Tx,
    client: Id<client::Entity>,
    of: Condition,
    span: Span,
    except: Option<Id<account_assignment::Entity>>,
) -> Result<Vec<account_assignment::Model>> {
    let others = of
        .add(Column::ClientId.eq(client))
        .add(span.overlaps())
        .add_option(except.map(|id| Column::Id.ne(id)));
    Ok(tx
        .rows::<account_assignment::Entity>(others)
        .order_by_asc(Column::StartsOn)
        .all(tx.connection().await?)
        .await?)
}

/// Keeps the client's owner, and tells when that changed it.
async fn tell_owner(tx: &Tx, client: client::Model) -> Result<()> {
    let client = mirror(tx, client).await?;
    tx.tell(EventType::ClientUpdated, &client);
    Ok(())
}

/// Writes the member of the open lead as the client's owner.
async fn mirror(tx: &Tx, client: client::Model) -> Result<client::Model> {
    let open = Condition::all()
        .add(Column::ClientId.eq(client.id))
        .add(Column::Role.eq(AssignmentRole::Lead))
        .add(Column::EndsOn.is_null());
    let open = tx
        .rows::<account_assignment::Entity>(open)
        .one(tx.connection().await?)
        .await?;
    let changes = client::ActiveModel {
        owner_id: Set(open.map(|open| open.member_id)),
        ..Default::default()
    };
    tx.update(client, changes).await
}
