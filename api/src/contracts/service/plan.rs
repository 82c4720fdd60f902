//! The project of a contract as it begins.

use chrono::NaiveDate;
use entity::{
    event::Visibility,
    milestone::{self, MilestoneStatus},
    phase::{self, PercentCompleteMethod, PhaseStatus},
    project::{self, ProjectStatus, Rag},
};
use sea_orm::ActiveValue::Set;

use super::opening::Terms;
use crate::{
    budgets::service::first::{self, FirstLine},
    kernel::{error::Result, event::EventType, tx::Tx},
    projects::service::project::next_code,
};

/// The distance between neighbours in a list, so that others fit between.
const STEP: i32 = 1_024;

/// Makes the project: the client sees it, since they agreed to it.
pub(super) async fn project(
    tx: &Tx,
    terms: &Terms,
    (starts_on, ends_on): (Option<NaiveDate>, Option<NaiveDate>),
) -> Result<project::Model> {
    let row = project::ActiveModel {
        client_id: Set(terms.client.id),
        code: Set(next_code(tx).await?),
        name: Set(terms.title.clone()),
        manager_id: Set(terms.manager),
        status: Set(ProjectStatus::Planned),
        rag: Set(Rag::Green),
        currency: Set(terms.currency),
        visibility: Set(Visibility::Shared),
        starts_on: Set(starts_on),
        ends_on: Set(ends_on),
        custom_fields: Set(serde_json::json!({})),
        ..Default::default()
    };
    let project = tx.insert(row).await?;
    tx.tell(EventType::ProjectCreated, &project);
    Ok(project)
}

/// Makes the phases, each with the milestone that the client was told.
pub(super) async fn phases(tx: &Tx, project: &project::Model, terms: &Terms) -> Result<Vec<phase::Model>> {
    let mut phases = vec![];
    let mut position = 0_i32;
    for agreed in &terms.phases {
        position = position.saturating_add(STEP);
        let row = phase::ActiveModel {
            project_id: Set(project.id),
            position: Set(position),
            name: Set(agreed.name.clone()),
            goal: Set(agreed.goal.clone()),
            status: Set(PhaseStatus::Planned),
            starts_on: Set(agreed.starts_on),
            ends_on: Set(Some(agreed.ends_on)),
            percent_complete_method: Set(PercentCompleteMethod::Manual),
            weight: Set(1),
            ..Default::default()
        };
        let phase = tx.insert(row).await?;
        tx.tell(EventType::PhaseCreated, &phase);
        let row = milestone::ActiveModel {
            project_id: Set(project.id),
            phase_id: Set(Some(phase.id)),
            name: Set(agreed.milestone.clone().unwrap_or_else(|| agreed.name.clone())),
            acceptance_criteria: Set(agreed.acceptance_criteria.clone()),
            status: Set(MilestoneStatus::Planned),
            committed_on: Set(agreed.ends_on),
            forecast_on: Set(agreed.ends_on),
            weight_bps: Set(10_000),
            ..Default::default()
        };
        let milestone = tx.insert(row).await?;
        tx.tell(EventType::MilestoneCreated, &milestone);
        phases.push(phase);
    }
    Ok(phases)
}

/// Approves the planned cost as the project's first budget. What nobody knows the cost of begins without one.
pub(super) async fn budget(
    tx: &Tx,
    project: &project::Model,
    terms: &Terms,
    phases: &[phase::Model],
) -> Result<()> {
    let lines: Option<Vec<FirstLine>> = terms
        .phases
        .iter()
        .zip(phases)
        .map(|(agreed, phase)| {
            agreed.cost.map(|amount| FirstLine {
                phase: Some(phase.id),
                amount,
            })
        })
        .collect();
    if let Some(lines) = lines {
        first::approve(tx, project, "as agreed", &lines).await?;
    }
    Ok(())
}
