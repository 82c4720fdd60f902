//! Rules of time entries: rates are looked up by the day of the work and frozen, and each entry is in the ledger of its project
//! from the moment it is booked.

use async_graphql::MaybeUndefined;
use entity::{
    project,
    time_entry::{self, BookingStatus, BudgetState},
    value::Kind,
};
use sea_orm::ActiveValue::{NotSet, Set};

use super::{
    book, day, days, draft, engaged, may_decide, place,
    pricing::{self, Rates},
};
use crate::{
    kernel::{
        error::{Result, UserError},
        event::EventType,
        patch::{needed, optional, trim, trimmed},
        policy::Action,
        state::State,
        tx::{Tx, Versioned},
    },
    rates::service::{lookup::Work, period},
    time::input::{
        TimeEntryCreateInput, TimeEntryDiscardInput, TimeEntryTransitionInput, TimeEntryUpdateInput,
    },
};

/// Books work on a project.
pub async fn create(tx: &Tx, input: TimeEntryCreateInput) -> Result<time_entry::Model> {
    tx.may(Action::Create, Kind::TimeEntry)?;
    input.check()?;
    let project = place::project(tx, input.project_id).await?;
    let phase = place::parts(tx, &project, input.phase_id, input.task_id).await?;
    let member = place::worker(tx, input.member_id).await?;
    place::role(tx, input.work_role_id).await?;
    let on = input.worked_on.map_or(tx.today(), Into::into);
    let (worked_on, booked_on) = days(tx, on, input.booked_on.map(Into::into), "workedOn").await?;
    let (billable, category) = (input.billable.unwrap_or(true), trim(input.category));
    let work = Work {
        member,
        role: input.work_role_id,
        project: &project,
        category: category.as_deref(),
        on: worked_on,
    };
    let given = pricing::given(tx, &project, &input.sell_rate)?;
    let engagement = engaged::engagement_of(tx, &work).await?;
    let rates = Rates::look_up(tx, &work, engagement.as_ref(), given).await?;
    let mut row = time_entry::ActiveModel {
        project_id: Set(project.id),
        phase_id: Set(phase),
        task_id: Set(input.task_id),
        member_id: Set(member),
        work_role_id: Set(input.work_role_id),
        category: Set(category),
        worked_on: Set(worked_on),
        booked_on: Set(booked_on),
        minutes: Set(input.minutes),
        billable: Set(billable),
        note: Set(trim(input.note)),
        status: Set(BookingStatus::Draft),
        budget_state: Set(BudgetState::Booked),
        currency: Set(project.currency),
        ..Default::default()
    };
    rates.apply(
        &mut row,
        (input.minutes, billable),
        project.currency,
        "input.minutes",
    )?;
    engaged::apply(&mut row, engagement.as_ref(), input.minutes)?;
    let entry = tx.insert(row).await?;
    engaged::take(tx, &entry).await?;
    let entry = book::time(tx, &project, entry).await?;
    tx.tell(EventType::TimeEntryCreated, &entry);
    Ok(entry)
}

/// Changes a draft. What it was booked for is taken back and booked anew.
pub async fn update(tx: &Tx, input: TimeEntryUpdateInput) -> Result<time_entry::Model> {
    let (project, entry) = found(tx, input.id).await?;
    let entry = entry.at(input.expected_version)?;
    input.check()?;
    draft(entry.status)?;
    let mut row = changes(tx, &project, &entry, &input).await?;
    let (minutes, billable) = (
        input.minutes.value().copied().unwrap_or(entry.minutes),
        input.billable.value().copied().unwrap_or(entry.billable),
    );
    let (rates, engagement) = if input.changes_rates() {
        let category = row
            .category
            .try_as_ref()
            .cloned()
            .unwrap_or(entry.category.clone());
        let work = Work {
            member: entry.member_id,
            role: row
                .work_role_id
                .try_as_ref()
                .copied()
                .unwrap_or(entry.work_role_id),
            project: &project,
            category: category.as_deref(),
            on: row.worked_on.try_as_ref().copied().unwrap_or(entry.worked_on),
        };
        let given = pricing::given(tx, &project, &input.sell_rate)?;
        let kept =
            entry.rate_source == Some(entity::rate::RateSource::Entry) && input.sell_rate.is_undefined();
        let given = given.or(entry.sell_rate_micro.filter(|_| kept));
        let engagement = engaged::engagement_of(tx, &work).await?;
        (
            Rates::look_up(tx, &work, engagement.as_ref(), given).await?,
            engagement,
        )
    } else {
        (Rates::of(&entry), engaged::engagement_kept(tx, &entry).await?)
    };
    rates.apply(&mut row, (minutes, billable), project.currency, "input.minutes")?;
    engaged::apply(&mut row, engagement.as_ref(), minutes)?;
    let before = entry.clone();
    let entry = tx.update(entry, row).await?;
    if engaged::differs(&before, &entry) {
        engaged::give_back(tx, &before).await?;
        engaged::take(tx, &entry).await?;
    }
    let entry = if book::differs(&before, &entry) {
        book::release_time(tx, &project, &before).await?;
        book::time(tx, &project, entry).await?
    } else {
        entry
    };
    tx.tell(EventType::TimeEntryUpdated, &entry);
    Ok(entry)
}

/// Takes a time entry to another state. A rejected one leaves the ledger; taken back as a draft, it is booked again.
pub async fn transition(tx: &Tx, input: TimeEntryTransitionInput) -> Result<time_entry::Model> {
    let (project, entry) = found(tx, input.id).await?;
    let entry = entry.at(Some(input.expected_version))?;
    input.check()?;
    entry.status.step(input.to)?;
    period::open_on(tx, entry.booked_on, "input.id").await?;
    let reason = trim(input.reason);
    let mut row = time_entry::ActiveModel {
        status: Set(input.to),
        status_reason: Set(reason.clone()),
        ..Default::default()
    };
    match input.to {
        BookingStatus::Submitted => row.submitted_at = Set(Some(tx.now())),
        BookingStatus::Approved | BookingStatus::Rejected => {
            may_decide(tx.actor(), entry.member_id, "timeEntries:approve")?;
            if input.to == BookingStatus::Approved && entry.budget_state != BudgetState::Booked {
                return Err(UserError::invalid_state(say!("it waits for a decision on the budget")).into());
            }
            row.decided_at = Set(Some(tx.now()));
            row.decided_by = Set(tx.actor().member_id);
        }
        BookingStatus::Draft => {
            (row.submitted_at, row.decided_at, row.decided_by) = (Set(None), Set(None), Set(None));
        }
    }
    let mut entry = tx.update(entry, row).await?;
    match input.to {
        BookingStatus::Rejected => entry = released(tx, &project, entry).await?,
        BookingStatus::Draft => {
            engaged::take(tx, &entry).await?;
            entry = book::time(tx, &project, entry).await?;
        }
        BookingStatus::Submitted | BookingStatus::Approved => {}
    }
    tx.tell_why(EventType::TimeEntryStatusChanged, &entry, reason);
    Ok(entry)
}

/// Discards a draft: it leaves the ledger and the lists. It stays for those who look for it.
pub async fn discard(tx: &Tx, input: TimeEntryDiscardInput) -> Result<time_entry::Model> {
    let (project, entry) = found(tx, input.id).await?;
    let entry = entry.at(input.expected_version)?;
    draft(entry.status)?;
    period::open_on(tx, entry.booked_on, "input.id").await?;
    let entry = released(tx, &project, entry).await?;
    let entry = tx.archive::<time_entry::Entity>(entry).await?;
    tx.tell(EventType::TimeEntryDiscarded, &entry);
    Ok(entry)
}

async fn released(tx: &Tx, project: &project::Model, entry: time_entry::Model) -> Result<time_entry::Model> {
    book::release_time(tx, project, &entry).await?;
    engaged::give_back(tx, &entry).await?;
    let row = time_entry::ActiveModel {
        budget_state: Set(BudgetState::Released),
        ..Default::default()
    };
    tx.update(entry, row).await
}

async fn found(
    tx: &Tx,
    id: entity::value::Id<time_entry::Entity>,
) -> Result<(project::Model, time_entry::Model)> {
    let seen = tx.glance::<time_entry::Entity>(Action::Update, id).await?;
    let project = place::project_of(tx, seen.project_id).await?;
    Ok((project, tx.fetch_for(Action::Update, id).await?))
}

/// The columns that an input changes.
async fn changes(
    tx: &Tx,
    project: &project::Model,
    entry: &time_entry::Model,
    input: &TimeEntryUpdateInput,
) -> Result<time_entry::ActiveModel> {
    if let MaybeUndefined::Value(role) = input.work_role_id {
        place::role(tx, Some(role)).await?;
    }
    let phase = input.phase_id.value().copied();
    let task = input.task_id.value().copied();
    let of_parts = place::parts(tx, project, phase, task).await?;
    let worked_on = day(input.worked_on, entry.worked_on);
    let booked_on = match input.booked_on.value() {
        Some(day) => Some((*day).into()),
        None if input.worked_on.is_undefined() || entry.booked_on != entry.worked_on => {
            Some(entry.booked_on.max(worked_on))
        }
        None => None,
    };
    period::open_on(tx, entry.booked_on, "input.id").await?;
    let (worked_on, booked_on) = days(tx, worked_on, booked_on, "workedOn").await?;
    Ok(time_entry::ActiveModel {
        phase_id: match (of_parts, input.phase_id) {
            (Some(phase), _) => Set(Some(phase)),
            (None, MaybeUndefined::Null) => Set(None),
            (None, _) => NotSet,
        },
        task_id: optional(input.task_id),
        work_role_id: optional(input.work_role_id),
        category: optional(trimmed(input.category.clone())),
        worked_on: Set(worked_on),
        booked_on: Set(booked_on),
        minutes: needed(input.minutes),
        billable: needed(input.billable),
        note: optional(trimmed(input.note.clone())),
        ..Default::default()
    })
}
