use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    event::Visibility,
    membership,
    need::Priority,
    phase, project,
    task::{self, TaskStatus},
    value::{Date, Id},
};

use super::{MOST_MINUTES, WHOLE_BPS, days_in_order};
use crate::kernel::{
    check::{Checks, NAME, NOTE, TEXT},
    custom::CustomValues,
    error::Result,
    external::{self, ExternalIdInput},
    place,
};

/// People who do one task at most, and tasks that one task waits for at most.
const LINKS_AT_MOST: usize = 50;

/// The task to make.
#[derive(Clone, Debug, InputObject)]
pub struct TaskCreateInput {
    /// The project.
    pub project_id: Id<project::Entity>,
    /// The phase it is done in, of the same project.
    pub phase_id: Option<Id<phase::Entity>>,
    /// What it is called, at most 200 characters.
    pub name: String,
    /// What is to be done.
    pub description: Option<String>,
    /// Who does it. Those who are not on the project are put on it as CONTRIBUTOR.
    pub assignee_ids: Option<Vec<Id<membership::Entity>>>,
    /// Tasks of the same project that have to be done before it can begin.
    pub depends_on_ids: Option<Vec<Id<task::Entity>>>,
    /// The work it is thought to take, in minutes.
    pub estimate_minutes: Option<i32>,
    /// The work it still takes, in minutes; the estimate when left out.
    pub remaining_minutes: Option<i32>,
    /// Progress in hundredths of a percent, 0 to 10000; 0 when left out.
    pub percent_bps: Option<i32>,
    /// The day it begins.
    pub starts_on: Option<Date>,
    /// The day it has to be done by, not before it begins.
    pub due_on: Option<Date>,
    /// What comes first; NORMAL when left out.
    pub priority: Option<Priority>,
    /// Whether the client sees it in the portal, once the project is shared; INTERNAL when left out.
    pub visibility: Option<Visibility>,
    /// Its place among the tasks of the project. When left out it comes last, 1024 after the one before, so that others fit
    /// between.
    pub position: Option<i32>,
    /// Ids in other systems.
    pub external_ids: Option<Vec<ExternalIdInput>>,
    /// Values of the agency's own fields, by key.
    pub custom_fields: Option<CustomValues>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a task. What is left out stays; null clears. Its phase, assignees, dependencies and visibility are part of
/// the plan: who only works on the project leaves them alone.
#[derive(Clone, Debug, InputObject)]
pub struct TaskUpdateInput {
    /// Which task.
    pub id: Id<task::Entity>,
    /// Refuse if the task has another version.
    pub expected_version: Option<i32>,
    /// The phase it is done in, of the same project.
    pub phase_id: MaybeUndefined<Id<phase::Entity>>,
    /// What it is called.
    pub name: MaybeUndefined<String>,
    /// What is to be done.
    pub description: MaybeUndefined<String>,
    /// Who does it from now on. Those who are not on the project are put on it as CONTRIBUTOR.
    pub add_assignee_ids: Option<Vec<Id<membership::Entity>>>,
    /// Who no longer does it.
    pub remove_assignee_ids: Option<Vec<Id<membership::Entity>>>,
    /// Tasks of the same project that have to be done before it can begin, to add.
    pub add_depends_on_ids: Option<Vec<Id<task::Entity>>>,
    /// Tasks that it no longer waits for.
    pub remove_depends_on_ids: Option<Vec<Id<task::Entity>>>,
    /// The work it is thought to take, in minutes.
    pub estimate_minutes: MaybeUndefined<i32>,
    /// The work it still takes, in minutes; 0 once it is done.
    pub remaining_minutes: MaybeUndefined<i32>,
    /// Progress in hundredths of a percent, 0 to 10000; 10000 once it is done.
    pub percent_bps: MaybeUndefined<i32>,
    /// The day it begins.
    pub starts_on: MaybeUndefined<Date>,
    /// The day it has to be done by, not before it begins.
    pub due_on: MaybeUndefined<Date>,
    /// What comes first.
    pub priority: MaybeUndefined<Priority>,
    /// Whether the client sees it in the portal, once the project is shared.
    pub visibility: MaybeUndefined<Visibility>,
    /// Its place among the tasks of the project: a number between those of its new neighbours moves it there.
    pub position: MaybeUndefined<i32>,
    /// Ids in other systems to add.
    pub add_external_ids: Option<Vec<ExternalIdInput>>,
    /// Ids in other systems to take away.
    pub remove_external_ids: Option<Vec<ExternalIdInput>>,
    /// Values of the agency's own fields, by key. A key left out stays, null clears it.
    pub custom_fields: MaybeUndefined<CustomValues>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Where a task goes from the state it is in.
#[derive(Clone, Debug, InputObject)]
pub struct TaskTransitionInput {
    /// Which task.
    pub id: Id<task::Entity>,
    /// Refuse if the task has another version.
    pub expected_version: Option<i32>,
    /// The state it goes to: one of allowedTransitions.
    pub to: TaskStatus,
    /// Why; kept with the state and in the history.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which task to archive or bring back.
#[derive(Clone, Debug, InputObject)]
pub struct TaskArchiveInput {
    /// Which task.
    pub id: Id<task::Entity>,
    /// Refuse if the task has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl TaskCreateInput {
    /// Checks the form of the input.
    pub(in crate::projects) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("name", &self.name, NAME);
        checks.opt_text("description", self.description.as_ref(), TEXT);
        checks.at_most("assigneeIds", len(self.assignee_ids.as_ref()), LINKS_AT_MOST);
        checks.at_most("dependsOnIds", len(self.depends_on_ids.as_ref()), LINKS_AT_MOST);
        checks.range("estimateMinutes", self.estimate_minutes, 0, MOST_MINUTES);
        checks.range("remainingMinutes", self.remaining_minutes, 0, MOST_MINUTES);
        checks.range("percentBps", self.percent_bps, 0, WHOLE_BPS);
        checks.range("position", self.position, 0, place::LAST);
        days_in_order(&mut checks, self.starts_on, self.due_on, "dueOn");
        external::check(&mut checks, "externalIds", self.external_ids.as_ref());
        checks.done()
    }
}

impl TaskUpdateInput {
    /// Whether it changes more than the work itself: where it stands in the plan, who does it, who sees it.
    pub(in crate::projects) fn changes_plan(&self) -> bool {
        let lists = [
            len(self.add_assignee_ids.as_ref()),
            len(self.remove_assignee_ids.as_ref()),
        ];
        let tasks = [
            len(self.add_depends_on_ids.as_ref()),
            len(self.remove_depends_on_ids.as_ref()),
        ];
        !self.phase_id.is_undefined()
            || !self.visibility.is_undefined()
            || lists.into_iter().chain(tasks).any(|items| items > 0)
    }

    /// Checks the form of the input.
    pub(in crate::projects) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("name", &self.name);
        checks.not_cleared("percentBps", &self.percent_bps);
        checks.not_cleared("priority", &self.priority);
        checks.not_cleared("visibility", &self.visibility);
        checks.not_cleared("position", &self.position);
        checks.patch_text("name", &self.name, NAME);
        checks.patch_text("description", &self.description, TEXT);
        for (field, items) in [
            ("addAssigneeIds", len(self.add_assignee_ids.as_ref())),
            ("removeAssigneeIds", len(self.remove_assignee_ids.as_ref())),
            ("addDependsOnIds", len(self.add_depends_on_ids.as_ref())),
            ("removeDependsOnIds", len(self.remove_depends_on_ids.as_ref())),
        ] {
            checks.at_most(field, items, LINKS_AT_MOST);
        }
        for (field, number, most) in [
            ("estimateMinutes", &self.estimate_minutes, MOST_MINUTES),
            ("remainingMinutes", &self.remaining_minutes, MOST_MINUTES),
            ("percentBps", &self.percent_bps, WHOLE_BPS),
            ("position", &self.position, place::LAST),
        ] {
            checks.range(field, number.value().copied(), 0, most);
        }
        external::check(&mut checks, "addExternalIds", self.add_external_ids.as_ref());
        external::check(
            &mut checks,
            "removeExternalIds",
            self.remove_external_ids.as_ref(),
        );
        checks.done()
    }
}

impl TaskTransitionInput {
    /// Checks the form of the input.
    pub(in crate::projects) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("reason", self.reason.as_ref(), NOTE);
        checks.done()
    }
}

fn len<T>(items: Option<&Vec<T>>) -> usize {
    items.map_or(0, Vec::len)
}
