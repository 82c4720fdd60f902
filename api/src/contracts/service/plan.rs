//! The work of a contract as it begins.

use entity::{
    contract,
    event::Visibility,
    milestone::{self, MilestoneStatus},
    phase::{self, PercentCompleteMethod, PhaseStatus},
    project::{self, ProjectStatus, Rag},
    project_member::ProjectRole,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder};

use super::terms::{PhaseTerms, Terms};
use crate::{
    budgets::service::first::{self, FirstLine},
    kernel::{error::Result, event::EventType, place, tx::Tx},
    projects::service::{project::next_code, project_member::put_on},
};

/// The whole of a phase, in hundredths of a percent.
const WHOLE_BPS: i32 = 10_000;

/// Makes the project: the client sees it, since they agreed to it.
pub(super) async fn project(tx: &Tx, terms: &Terms) -> Result<project::Model> {
    let row = project::ActiveModel {
        client_id: Set(terms.client),
        code: Set(next_code(tx).await?),
        name: Set(terms.title.clone()),
        manager_id: Set(terms.manager),
        status: Set(ProjectStatus::Planned),
        rag: Set(Rag::Green),
        currency: Set(terms.currency),
        visibility: Set(Visibility::Shared),
        starts_on: Set(terms.starts_on()),
        ends_on: Set(terms.ends_on()),
        custom_fields: Set(serde_json::json!({})),
        ..Default::default()
    };
    let project = tx.insert(row).await?;
    tx.tell(EventType::ProjectCreated, &project);
    if let Some(manager) = terms.manager {
        put_on(tx, project.id, manager, ProjectRole::Manager).await?;
    }
    Ok(project)
}

/// Makes the phases. Each whose last day was agreed has a milestone, for which the client was told that day.
pub(super) async fn phases(
    tx: &Tx,
    project: &project::Model,
    agreed: &[PhaseTerms],
) -> Result<Vec<phase::Model>> {
    let mut last = last_position(tx, project).await?;
    let mut phases = vec![];
    for agreed in agreed {
        let position = place::after(last);
        last = Some(position);
        let row = phase::ActiveModel {
            project_id: Set(project.id),
            position: Set(position),
            name: Set(agreed.name.clone()),
            goal: Set(agreed.goal.clone()),
            status: Set(PhaseStatus::Planned),
            starts_on: Set(agreed.starts_on),
            ends_on: Set(agreed.ends_on),
            percent_complete_method: Set(PercentCompleteMethod::TaskCount),
            weight: Set(1),
            ..Default::default()
        };
        let phase = tx.insert(row).await?;
        tx.tell(EventType::PhaseCreated, &phase);
        milestone(tx, &phase, agreed).await?;
        phases.push(phase);
    }
    Ok(phases)
}

async fn milestone(tx: &Tx, phase: &phase::Model, agreed: &PhaseTerms) -> Result<()> {
    let Some(day) = agreed.ends_on else { return Ok(()) };
    let row = milestone::ActiveModel {
        project_id: Set(phase.project_id),
        phase_id: Set(Some(phase.id)),
        name: Set(agreed.milestone.clone().unwrap_or_else(|| agreed.name.clone())),
        acceptance_criteria: Set(agreed.acceptance_criteria.clone()),
        status: Set(MilestoneStatus::Planned),
        committed_on: Set(day),
        forecast_on: Set(day),
        weight_bps: Set(WHOLE_BPS),
        ..Default::default()
    };
    let milestone = tx.insert(row).await?;
    tx.tell(EventType::MilestoneCreated, &milestone);
    Ok(())
}

async fn last_position(tx: &Tx, project: &project::Model) -> Result<Option<i32>> {
    if tx.is_new(project.id.uuid()) {
        return Ok(None);
    }
    let of_project = Condition::all().add(phase::Column::ProjectId.eq(project.id));
    let last = tx
        .rows::<phase::Entity>(of_project)
        .order_by_desc(phase::Column::Position)
        .one(tx.connection().await?)
        .await?;
    Ok(last.map(|last| last.position))
}

/// Approves the planned cost as the project's budget. Where nobody knows what a phase costs, the project begins without one.
pub(super) async fn budget(
    tx: &Tx,
    project: &project::Model,
    contract: &contract::Model,
    agreed: &[PhaseTerms],
    phases: &[phase::Model],
) -> Result<()> {
    let line = |(agreed, phase): (&PhaseTerms, &phase::Model)| {
        agreed.cost.map(|amount| FirstLine {
            phase: phase.id,
            amount,
        })
    };
    let lines: Option<Vec<FirstLine>> = agreed.iter().zip(phases).map(line).collect();
    let Some(lines) = lines else { return Ok(()) };
    let reason = format!("{} {}", contract.number, contract.title);
    first::approve(tx, project, &reason, &lines).await
}
