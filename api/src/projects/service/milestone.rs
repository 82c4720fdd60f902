//! Rules of milestones. The day the client was told moves only with their consent, and they accept or refuse what was reached.

use async_graphql::MaybeUndefined;
use chrono::NaiveDate;
use entity::{
    milestone::{self, MilestoneStatus},
    project,
    value::{Date, Id, Kind},
};
use sea_orm::ActiveValue::Set;

use super::plan;
use crate::{
    kernel::{
        error::{Error, Result, UserError},
        event::EventType,
        patch::{needed, optional, trim, trimmed},
        policy::Action,
        state::State,
        tx::{Tx, Versioned},
    },
    projects::input::{
        MilestoneArchiveInput, MilestoneCommitmentMoveInput, MilestoneCreateInput, MilestoneTransitionInput,
        MilestoneUpdateInput,
    },
};

/// Adds a milestone to a project.
pub async fn create(tx: &Tx, input: MilestoneCreateInput) -> Result<milestone::Model> {
    tx.may(Action::Create, Kind::Milestone)?;
    input.check()?;
    let project = tx
        .under::<project::Entity>(Action::Update, input.project_id, "input.projectId")
        .await?;
    plan::going_on(&project)?;
    if let Some(phase) = input.phase_id {
        plan::phase_of(tx, &project, phase, "input.phaseId").await?;
    }
    let row = milestone::ActiveModel {
        project_id: Set(project.id),
        phase_id: Set(input.phase_id),
        name: Set(input.name.trim().to_owned()),
        acceptance_criteria: Set(trim(input.acceptance_criteria)),
        status: Set(MilestoneStatus::Planned),
        committed_on: Set(input.committed_on.into()),
        forecast_on: Set(input.forecast_on.unwrap_or(input.committed_on).into()),
        weight_bps: Set(input.weight_bps.unwrap_or(0)),
        ..Default::default()
    };
    let milestone = tx.insert(row).await?;
    tx.tell(EventType::MilestoneCreated, &milestone);
    Ok(milestone)
}

/// Changes a milestone that the client has not accepted yet.
pub async fn update(tx: &Tx, input: MilestoneUpdateInput) -> Result<milestone::Model> {
    let (project, milestone) = plan::found(tx, Action::Update, input.id).await?;
    let milestone = milestone.at(input.expected_version)?;
    input.check()?;
    plan::going_on(&project)?;
    if milestone.status == MilestoneStatus::ClientAccepted {
        return Err(UserError::invalid_state(say!("the client has accepted the milestone")).into());
    }
    if let MaybeUndefined::Value(phase) = input.phase_id {
        plan::phase_of(tx, &project, phase, "input.phaseId").await?;
    }
    let changes = milestone::ActiveModel {
        phase_id: optional(input.phase_id),
        name: needed(trimmed(input.name)),
        acceptance_criteria: optional(trimmed(input.acceptance_criteria)),
        forecast_on: needed(input.forecast_on),
        weight_bps: needed(input.weight_bps),
        ..Default::default()
    };
    let milestone = tx.update(milestone, changes).await?;
    tx.tell(EventType::MilestoneUpdated, &milestone);
    Ok(milestone)
}

/// Takes a milestone to another state. What the client says of it a colleague records, or a portal user who may sign says it
/// themself.
pub async fn transition(tx: &Tx, input: MilestoneTransitionInput) -> Result<milestone::Model> {
    let (project, milestone) = answerable(tx, &input).await?;
    let milestone = milestone.at(Some(input.expected_version))?;
    input.check()?;
    plan::going_on(&project)?;
    milestone.status.step(input.to)?;
    let reason = trim(input.reason);
    let mut changes = milestone::ActiveModel {
        status: Set(input.to),
        status_reason: Set(reason.clone()),
        ..Default::default()
    };
    match input.to {
        MilestoneStatus::Achieved => changes.achieved_on = Set(Some(day(tx, input.on, None)?)),
        MilestoneStatus::ClientAccepted => {
            let on = input.on.filter(|_| !tx.actor().is_portal());
            changes.client_accepted_on = Set(Some(day(tx, on, milestone.achieved_on)?));
            changes.accepted_by = Set(tx.actor().member_id);
        }
        MilestoneStatus::Rejected => {}
        MilestoneStatus::Planned => changes.achieved_on = Set(None),
    }
    let milestone = tx.update(milestone, changes).await?;
    tx.tell_why(EventType::MilestoneStatusChanged, &milestone, reason);
    Ok(milestone)
}

/// Moves the day the client was told, as the client agreed.
pub async fn commitment_move(tx: &Tx, input: MilestoneCommitmentMoveInput) -> Result<milestone::Model> {
    let (project, milestone) = plan::found(tx, Action::Update, input.id).await?;
    let milestone = milestone.at(Some(input.expected_version))?;
    input.check()?;
    plan::going_on(&project)?;
    match milestone.status {
        MilestoneStatus::Planned | MilestoneStatus::Rejected => {}
        MilestoneStatus::Achieved | MilestoneStatus::ClientAccepted => {
            return Err(UserError::invalid_state(say!("the milestone is reached")).into());
        }
    }
    let changes = milestone::ActiveModel {
        committed_on: Set(input.committed_on.into()),
        ..Default::default()
    };
    let milestone = tx.update(milestone, changes).await?;
    tx.tell_why(
        EventType::MilestoneCommitmentMoved,
        &milestone,
        trim(Some(input.reason)),
    );
    Ok(milestone)
}

/// Puts a milestone out of sight.
pub async fn archive(tx: &Tx, input: MilestoneArchiveInput) -> Result<milestone::Model> {
    let (_, milestone) = plan::found(tx, Action::Archive, input.id).await?;
    let milestone = milestone.at(input.expected_version)?;
    let milestone = tx.archive::<milestone::Entity>(milestone).await?;
    tx.tell(EventType::MilestoneArchived, &milestone);
    Ok(milestone)
}

/// Brings a milestone back.
pub async fn unarchive(tx: &Tx, input: MilestoneArchiveInput) -> Result<milestone::Model> {
    let (project, milestone) = plan::found(tx, Action::Archive, input.id).await?;
    let milestone = milestone.at(input.expected_version)?;
    plan::going_on(&project)?;
    let milestone = tx.unarchive::<milestone::Entity>(milestone).await?;
    tx.tell(EventType::MilestoneUnarchived, &milestone);
    Ok(milestone)
}

/// The milestone that somebody may take to another state: a portal user who may sign answers for their company and does
/// nothing else.
async fn answerable(tx: &Tx, input: &MilestoneTransitionInput) -> Result<(project::Model, milestone::Model)> {
    if !tx.actor().is_portal() {
        return plan::found(tx, Action::Update, input.id).await;
    }
    if !tx.actor().may_accept_proposals {
        return Err(Error::Forbidden("milestones:accept".to_owned()));
    }
    match input.to {
        MilestoneStatus::ClientAccepted | MilestoneStatus::Rejected => {}
        MilestoneStatus::Planned | MilestoneStatus::Achieved => {
            return Err(Error::Forbidden("milestones:write".to_owned()));
        }
    }
    shared(tx, input.id).await
}

async fn shared(tx: &Tx, id: Id<milestone::Entity>) -> Result<(project::Model, milestone::Model)> {
    let seen = tx.refer::<milestone::Entity>(id, "input.id").await?;
    let project = tx
        .under::<project::Entity>(Action::Read, seen.project_id, "input.id")
        .await?;
    let milestone = tx
        .under::<milestone::Entity>(Action::Read, id, "input.id")
        .await?;
    Ok((project, milestone))
}

/// A day that is not ahead, and not before another.
fn day(tx: &Tx, on: Option<Date>, not_before: Option<NaiveDate>) -> Result<NaiveDate, UserError> {
    let on = on.map_or(tx.today(), Into::into);
    if on > tx.today() {
        return Err(UserError::invalid("input.on", say!("this day is still ahead")));
    }
    if not_before.is_some_and(|first| on < first) {
        return Err(UserError::invalid(
            "input.on",
            say!("this day is before the milestone was reached"),
        ));
    }
    Ok(on)
}
