//! Projects with their people and plans. How far a plan is follows from how far its project is.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    agency::Locale,
    client,
    event::Visibility,
    membership::{self, Role},
    milestone::{self, MilestoneStatus},
    need::Priority,
    phase::{self, PercentCompleteMethod, PhaseStatus},
    project::{self, ProjectStatus, Rag},
    project_member::{self, ProjectRole},
    task::{self, TaskStatus},
    task_assignee,
    value::{CurrencyCode, Id},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::{
    Story,
    books::{Books, DatedPhase},
    rows::Rows,
    words,
};
use crate::seed::progress;

/// Phases of each project, each with one milestone.
const PHASES: i32 = 3;
/// Tasks in each phase.
const TASKS: i32 = 2;
/// How long a phase takes.
const PHASE_DAYS: i64 = 30;
/// Room between neighbours, so that something fits between them.
const STEP: i32 = 1024;

/// What the parts of a plan are taken from.
struct Plan {
    project: Id<project::Entity>,
    status: ProjectStatus,
    tongue: Locale,
    made: DateTime<Utc>,
    manager: Option<Id<membership::Entity>>,
    worker: Option<Id<membership::Entity>>,
}

impl Story {
    pub(super) fn project(
        &self,
        rows: &mut Rows,
        client: Id<client::Entity>,
        number: usize,
        tongue: Locale,
        currency: CurrencyCode,
        made: DateTime<Utc>,
    ) {
        let mut dice = self.chance.dice();
        let plan = Plan {
            project: self.chance.id(made),
            status: status(dice.below(20)),
            tongue,
            made,
            manager: self.staff.one(Role::ProjectManager, number),
            worker: self.staff.one(
                if number.is_multiple_of(4) {
                    Role::Freelancer
                } else {
                    Role::Specialist
                },
                number,
            ),
        };
        let (begins, name) = (made.date_naive(), words::project(tongue, &mut dice));
        rows.projects.push(project::ActiveModel {
            id: Set(plan.project),
            client_id: Set(client),
            code: Set(format!("PRJ-{:04}", number + 1)),
            name: Set(name.clone()),
            manager_id: Set(plan.manager),
            status: Set(plan.status),
            rag: Set(dice.one(Rag::Green, &[Rag::Green, Rag::Amber, Rag::Red])),
            currency: Set(currency),
            visibility: Set(dice.one(Visibility::Internal, &[Visibility::Shared])),
            starts_on: Set(Some(begins)),
            ends_on: Set(Some(begins + TimeDelta::days(PHASE_DAYS * i64::from(PHASES)))),
            custom_fields: Set(json!({})),
            created_at: Set(made),
            updated_at: Set(made),
            ..Default::default()
        });
        let people = [
            (plan.manager, ProjectRole::Manager),
            (plan.worker, ProjectRole::Contributor),
        ];
        for (member, role) in people {
            let Some(member) = member else { continue };
            rows.project_members.push(project_member::ActiveModel {
                id: Set(self.chance.id(made)),
                project_id: Set(plan.project),
                member_id: Set(member),
                role: Set(role),
                created_at: Set(made),
                updated_at: Set(made),
                ..Default::default()
            });
        }
        let phases: Vec<DatedPhase> = (0..PHASES).map(|nth| self.phase(rows, &plan, nth)).collect();
        if self.entries > 0 {
            let books = Books {
                project: plan.project,
                client,
                number: number + 1,
                name: &name,
                currency,
                made,
                people: [plan.manager, plan.worker],
                phases: &phases,
            };
            self.books(rows, &books, self.entries);
        }
    }

    fn phase(&self, rows: &mut Rows, plan: &Plan, nth: i32) -> DatedPhase {
        let (id, name) = (self.chance.id(plan.made), words::phase(plan.tongue, nth));
        let begins = plan.made.date_naive() + TimeDelta::days(PHASE_DAYS * i64::from(nth));
        let status = progress::phase(plan.status, usize::try_from(nth).unwrap_or(0));
        rows.phases.push(phase::ActiveModel {
            id: Set(id),
            project_id: Set(plan.project),
            position: Set(STEP * (nth + 1)),
            name: Set(name.to_owned()),
            status: Set(status),
            starts_on: Set(Some(begins)),
            ends_on: Set(Some(begins + TimeDelta::days(PHASE_DAYS - 1))),
            percent_complete_method: Set(PercentCompleteMethod::TaskCount),
            weight: Set(1),
            created_at: Set(plan.made),
            updated_at: Set(plan.made),
            ..Default::default()
        });
        self.milestone(rows, plan, (id, status), nth);
        for task in 0..TASKS {
            self.task(rows, plan, (id, status), nth * TASKS + task);
        }
        (id, begins, begins + TimeDelta::days(PHASE_DAYS - 1))
    }

    fn milestone(
        &self,
        rows: &mut Rows,
        plan: &Plan,
        (phase, of_phase): (Id<phase::Entity>, PhaseStatus),
        nth: i32,
    ) {
        let mut dice = self.chance.dice();
        let committed = plan.made.date_naive() + TimeDelta::days(PHASE_DAYS * i64::from(nth + 1));
        let forecast = committed + dice.days(-2, 9);
        let status = progress::milestone(plan.status, of_phase);
        let today = self.now.date_naive();
        let achieved = match status {
            MilestoneStatus::Planned | MilestoneStatus::Rejected => None,
            MilestoneStatus::Achieved | MilestoneStatus::ClientAccepted => Some(forecast.min(today)),
        };
        let accepted = achieved.filter(|_| status == MilestoneStatus::ClientAccepted);
        rows.milestones.push(milestone::ActiveModel {
            id: Set(self.chance.id(plan.made)),
            project_id: Set(plan.project),
            phase_id: Set(Some(phase)),
            name: Set(words::milestone(plan.tongue, nth).to_owned()),
            status: Set(status),
            committed_on: Set(committed),
            forecast_on: Set(forecast),
            achieved_on: Set(achieved),
            client_accepted_on: Set(accepted),
            accepted_by: Set(accepted.and(plan.manager)),
            weight_bps: Set(0),
            created_at: Set(plan.made),
            updated_at: Set(plan.made),
            ..Default::default()
        });
    }

    fn task(
        &self,
        rows: &mut Rows,
        plan: &Plan,
        (phase, of_phase): (Id<phase::Entity>, PhaseStatus),
        nth: i32,
    ) {
        let mut dice = self.chance.dice();
        let status = match of_phase {
            PhaseStatus::Planned => TaskStatus::Todo,
            PhaseStatus::Active => dice.one(
                TaskStatus::Todo,
                &[TaskStatus::Doing, TaskStatus::Doing, TaskStatus::Blocked],
            ),
            PhaseStatus::Done => TaskStatus::Done,
            PhaseStatus::Cancelled => TaskStatus::Cancelled,
        };
        let (is_done, estimate) = (status == TaskStatus::Done, 60 * dice.between(1, 16));
        let due = plan.made + TimeDelta::days(PHASE_DAYS / i64::from(TASKS) * i64::from(nth + 1));
        let id = self.chance.id(plan.made);
        rows.tasks.push(task::ActiveModel {
            id: Set(id),
            project_id: Set(plan.project),
            phase_id: Set(Some(phase)),
            name: Set(words::task(plan.tongue, nth).to_owned()),
            status: Set(status),
            estimate_minutes: Set(Some(estimate)),
            remaining_minutes: Set(Some(if is_done { 0 } else { estimate })),
            percent_bps: Set(if is_done { 10_000 } else { 0 }),
            due_on: Set(Some(due.date_naive())),
            done_at: Set(is_done.then_some(due.min(self.now))),
            priority: Set(dice.one(
                Priority::Normal,
                &[Priority::Low, Priority::High, Priority::Urgent],
            )),
            visibility: Set(dice.one(Visibility::Internal, &[Visibility::Shared])),
            position: Set(STEP * (nth + 1)),
            custom_fields: Set(json!({})),
            created_at: Set(plan.made),
            updated_at: Set(plan.made),
            ..Default::default()
        });
        // Every other task still waits for somebody who takes it.
        if let Some(worker) = plan.worker.filter(|_| nth % 2 == 0) {
            rows.task_assignees.push(task_assignee::ActiveModel {
                task_id: Set(id),
                member_id: Set(worker),
                ..Default::default()
            });
        }
    }
}

/// How far one project of twenty is.
fn status(of_twenty: u32) -> ProjectStatus {
    match of_twenty {
        0..=6 => ProjectStatus::Active,
        7..=8 => ProjectStatus::Planned,
        9 => ProjectStatus::OnHold,
        10..=12 => ProjectStatus::Delivered,
        13 => ProjectStatus::Cancelled,
        _ => ProjectStatus::Closed,
    }
}
