//! The demo's projects: in every state, with plans that are as far as the project is.

use chrono::TimeDelta;
use entity::{
    client,
    milestone::{self, MilestoneStatus},
    phase::{self, PhaseStatus},
    project::{self, ProjectStatus},
    task,
    value::Choice as _,
};
use serde_json::json;

use super::story::{Story, in_tongue, input, turn};
use crate::{
    kernel::error::Result,
    projects::service as projects,
    seed::{
        progress,
        words::{PHASES, PROJECTS, REACHED, TASKS},
    },
};

/// How far the projects are in turn, how many days ago they began, and the states on the way there.
const STATUSES: [(ProjectStatus, i64, &[&str]); 8] = [
    (ProjectStatus::Active, 40, &["ACTIVE"]),
    (ProjectStatus::Active, 33, &["ACTIVE"]),
    (ProjectStatus::Planned, -12, &[]),
    (ProjectStatus::Delivered, 96, &["ACTIVE", "DELIVERED"]),
    (ProjectStatus::Active, 51, &["ACTIVE"]),
    (ProjectStatus::Closed, 190, &["ACTIVE", "DELIVERED", "CLOSED"]),
    (ProjectStatus::OnHold, 45, &["ACTIVE", "ON_HOLD"]),
    (ProjectStatus::Cancelled, 70, &["ACTIVE", "CANCELLED"]),
];

/// A project on its way to a state.
struct Plan {
    project: project::Model,
    status: ProjectStatus,
    /// The day it begins, from today.
    begins: i64,
    tongue: usize,
}

impl Story<'_> {
    /// Projects of a client; the id of the first that was not given up.
    pub(super) async fn projects(
        &mut self,
        client: &client::Model,
        at: usize,
        tongue: usize,
    ) -> Result<Option<String>> {
        let mut first = None;
        for nth in 0..=at % 3 {
            let Some((status, ago, path)) = STATUSES.get(self.projects % STATUSES.len()).copied() else {
                break;
            };
            let begins = -ago - i64::try_from(at % 5).unwrap_or(0);
            let project = projects::project::create(
                self.tx,
                input(json!({
                    "clientId": client.id, "name": turn(in_tongue(&PROJECTS, tongue), self.projects),
                    "managerId": self.member(turn(&["project", "project", "manager"], self.projects)).or_else(|| self.member("owner")),
                    "visibility": turn(&["SHARED", "INTERNAL", "SHARED"], nth), "startsOn": self.day(begins), "endsOn": self.day(begins + 89),
                    "rag": turn(&["GREEN", "AMBER", "GREEN", "RED", "GREEN"], self.projects), "customFields": { "poNumber": format!("PO-{at:02}{nth}") },
                }))?,
            );
            let project = project.await?;
            if status != ProjectStatus::Cancelled {
                first = first.or(Some(project.id.to_string()));
            }
            self.projects += 1;
            let plan = Plan {
                project,
                status,
                begins,
                tongue,
            };
            for phase in 0..PHASES[0].len() {
                self.phase(&plan, phase).await?;
            }
            self.walk(plan, path).await?;
        }
        Ok(first)
    }

    /// Takes a project along its states. What was given up long ago is out of sight.
    async fn walk(&self, plan: Plan, path: &[&str]) -> Result<()> {
        let mut project = plan.project;
        for to in path {
            let step = json!({ "id": project.id, "expectedVersion": project.version, "to": to });
            project = projects::project::transition(self.tx, input(step)?).await?;
        }
        if plan.status == ProjectStatus::Cancelled && self.projects > STATUSES.len() {
            projects::project::archive(self.tx, input(json!({ "id": project.id }))?).await?;
        }
        Ok(())
    }

    async fn phase(&mut self, plan: &Plan, nth: usize) -> Result<()> {
        let from = plan.begins + 30 * i64::try_from(nth).unwrap_or(0);
        let phase = projects::phase::create(
            self.tx,
            input(json!({
                "projectId": plan.project.id, "name": turn(in_tongue(&PHASES, plan.tongue), nth),
                "startsOn": self.day(from), "endsOn": self.day(from + 29),
            }))?,
        );
        let phase = phase.await?;
        let status = progress::phase(plan.status, nth);
        self.milestone(plan, &phase, status, (nth, from + 29)).await?;
        let mut before = None;
        for at in 0..2 {
            let task = self
                .task(
                    plan,
                    &phase,
                    (nth * 2 + at, from + 12 * i64::from(at == 1)),
                    before,
                )
                .await?;
            self.work(&task, status, at == 0).await?;
            before = Some(task);
        }
        let path: &[&str] = match status {
            PhaseStatus::Planned => &[],
            PhaseStatus::Active => &["ACTIVE"],
            PhaseStatus::Done => &["ACTIVE", "DONE"],
            PhaseStatus::Cancelled => &["CANCELLED"],
        };
        for to in path {
            projects::phase::transition(self.tx, input(json!({ "id": phase.id, "to": to }))?).await?;
        }
        Ok(())
    }

    async fn task(
        &mut self,
        plan: &Plan,
        phase: &phase::Model,
        (nth, from): (usize, i64),
        before: Option<task::Model>,
    ) -> Result<task::Model> {
        let who = turn(
            &["specialist", "freelancer", "project", "specialist", "freelancer"],
            self.tasks,
        );
        let hours = i32::try_from(2 + self.tasks % 7).unwrap_or(2);
        let task = projects::task::create(
            self.tx,
            input(json!({
                "projectId": plan.project.id, "phaseId": phase.id, "name": turn(in_tongue(&TASKS, plan.tongue), nth),
                "assigneeIds": self.member(who).map(|id| vec![id]), "estimateMinutes": 60 * hours,
                "startsOn": self.day(from), "dueOn": self.day(from + 10), "dependsOnIds": before.map(|task| vec![task.id]),
                "priority": turn(&["NORMAL", "HIGH", "LOW", "NORMAL", "URGENT"], self.tasks),
                "visibility": turn(&["SHARED", "INTERNAL"], self.tasks),
            }))?,
        );
        self.tasks += 1;
        task.await
    }

    /// Takes a task as far as its phase is: of an active phase only the first is begun.
    async fn work(&self, task: &task::Model, of: PhaseStatus, is_first: bool) -> Result<()> {
        let path: &[&str] = match (of, is_first) {
            (PhaseStatus::Planned, _) | (PhaseStatus::Active, false) => &[],
            (PhaseStatus::Active, true) if self.projects.is_multiple_of(3) => &["DOING", "BLOCKED"],
            (PhaseStatus::Active, true) => &["DOING"],
            (PhaseStatus::Done, _) => &["DOING", "DONE"],
            (PhaseStatus::Cancelled, _) => &["CANCELLED"],
        };
        for to in path {
            projects::task::transition(self.tx, input(json!({ "id": task.id, "to": to }))?).await?;
        }
        Ok(())
    }

    /// A milestone at the end of its phase, as it was told the client and as it is expected now.
    async fn milestone(
        &self,
        plan: &Plan,
        phase: &phase::Model,
        of: PhaseStatus,
        (nth, committed): (usize, i64),
    ) -> Result<()> {
        let forecast = committed + turn(&[0, 4, -1, 0, 9], self.tasks);
        let created = projects::milestone::create(
            self.tx,
            input(json!({
                "projectId": plan.project.id, "phaseId": phase.id, "name": turn(in_tongue(&REACHED, plan.tongue), nth),
                "committedOn": self.day(committed), "forecastOn": self.day(forecast), "weightBps": turn(&[2_000, 5_000, 3_000], nth),
                "acceptanceCriteria": turn(in_tongue(&[["Shown, and agreed in writing."], ["نمایش داده شده و کتبی تأیید شده."]], plan.tongue), 0),
            }))?,
        );
        let mut milestone = created.await?;
        let is_last = nth + 1 == PHASES[0].len();
        let path: &[MilestoneStatus] = match progress::milestone(plan.status, of) {
            MilestoneStatus::Planned => &[],
            MilestoneStatus::Achieved if is_last && plan.tongue == 1 => {
                &[MilestoneStatus::Achieved, MilestoneStatus::Rejected]
            }
            MilestoneStatus::Achieved | MilestoneStatus::Rejected => &[MilestoneStatus::Achieved],
            MilestoneStatus::ClientAccepted => &[MilestoneStatus::Achieved, MilestoneStatus::ClientAccepted],
        };
        for to in path {
            milestone = self.reach(milestone, *to, forecast.min(-1)).await?;
        }
        Ok(())
    }

    async fn reach(
        &self,
        milestone: milestone::Model,
        to: MilestoneStatus,
        day: i64,
    ) -> Result<milestone::Model> {
        let (on, reason) = match to {
            MilestoneStatus::Achieved => (Some(day), None),
            MilestoneStatus::ClientAccepted => (Some((day + 2).min(0)), None),
            MilestoneStatus::Rejected => (None, Some("نسخه‌ی تلفن همراه هنوز کند است.")),
            MilestoneStatus::Planned => (None, None),
        };
        let step = json!({
            "id": milestone.id, "expectedVersion": milestone.version, "to": to.word(), "reason": reason,
            "on": on.map(|days| (self.tx.today() + TimeDelta::days(days)).to_string()),
        });
        projects::milestone::transition(self.tx, input(step)?).await
    }
}
