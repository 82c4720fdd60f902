//! Which rows are a caller's own.

use api::kernel::calendar;
use chrono::NaiveDate;
use entity::membership::Role;
use uuid::Uuid;

use super::Reference;
use crate::read::world::{Cell, Record};

impl Reference<'_> {
    pub(super) fn mine(&self, row: &Record) -> bool {
        row.id() == self.actor.member()
    }

    pub(super) fn of_me(&self, row: &Record) -> bool {
        row.points("member_id", self.actor.member())
    }

    pub(super) fn my_client(&self, row: &Record) -> bool {
        self.is_my_client(row.id())
    }

    pub(super) fn of_my_client(&self, row: &Record) -> bool {
        id(row, "client_id").is_some_and(|client| self.is_my_client(client))
    }

    pub(super) fn shared_of_my_client(&self, row: &Record) -> bool {
        self.of_my_client(row) && is_shared(row)
    }

    pub(super) fn my_project(&self, row: &Record) -> bool {
        self.is_my_project(row.id())
    }

    pub(super) fn of_my_project(&self, row: &Record) -> bool {
        id(row, "project_id").is_some_and(|project| self.is_my_project(project))
    }

    pub(super) fn shared_of_my_project(&self, row: &Record) -> bool {
        self.of_my_project(row) && is_shared(row)
    }

    /// A task in one of the caller's projects that the caller does.
    pub(super) fn my_task(&self, row: &Record) -> bool {
        self.of_my_project(row) && self.is_assigned(row.id())
    }

    /// An event of the caller's clients beside their projects, of the caller's projects, or of what concerns all.
    pub(super) fn my_event(&self, row: &Record) -> bool {
        let of_all = row.is("subject_kind", "Agency") || row.is("subject_kind", "CustomField");
        let beside_projects = row.cell("project_id").is_null();
        of_all || beside_projects && self.of_my_client(row) || self.of_my_project(row)
    }

    /// An event of the plan of the caller's projects, or of their own tasks.
    pub(super) fn event_of_my_work(&self, row: &Record) -> bool {
        let plan = ["Project", "Phase", "Milestone"]
            .iter()
            .any(|kind| row.is("subject_kind", kind));
        let task = row.is("subject_kind", "Task")
            && id(row, "subject_id").is_some_and(|task| self.is_assigned(task));
        self.of_my_project(row) && (plan || task)
    }

    /// An event that is shared with the caller's company, and of no project that is out of their sight.
    pub(super) fn event_of_my_company(&self, row: &Record) -> bool {
        let in_sight = row.cell("project_id").is_null() || self.of_my_project(row);
        self.shared_of_my_client(row) && in_sight
    }

    /// The caller themself, who answers for their company today, and who runs its projects that are in sight.
    pub(super) fn works_for_me(&self, row: &Record) -> bool {
        let (member, client) = (row.id(), self.actor.client());
        let answers = self.world.rows("account_assignments").iter().any(|row| {
            row.points("client_id", client)
                && row.points("member_id", member)
                && day(row, "starts_on").is_some_and(|day| day <= self.today())
                && day(row, "ends_on").is_none_or(|day| day > self.today())
        });
        let projects = self.world.rows("projects").iter();
        let runs = projects
            .filter(|row| row.points("manager_id", member))
            .any(|row| self.is_my_project(row.id()));
        member == self.actor.member() || answers || runs
    }

    /// Own clients: the company of a portal user; for others those they answer for, now or from a day to come, and those of
    /// projects they are on.
    fn is_my_client(&self, client: Uuid) -> bool {
        if self.actor.role == Role::Portal {
            return client == self.actor.client();
        }
        let mut projects = self
            .world
            .rows("projects")
            .iter()
            .filter(|row| row.points("client_id", client));
        self.answers_for(client) || projects.any(|project| self.is_on(project.id()))
    }

    /// Own projects: the shared ones of a portal user's company; for others those they are on, and for account and project
    /// managers all of the clients they answer for.
    fn is_my_project(&self, project: Uuid) -> bool {
        let Some(row) = self.world.find("projects", project) else {
            return false;
        };
        let answers = || id(row, "client_id").is_some_and(|client| self.answers_for(client));
        match self.actor.role {
            Role::Portal => {
                row.points("client_id", self.actor.client())
                    && row.is("visibility", "SHARED")
                    && row.cell("archived_at").is_null()
            }
            Role::AccountManager | Role::ProjectManager => self.is_on(project) || answers(),
            Role::Owner
            | Role::Manager
            | Role::Specialist
            | Role::Finance
            | Role::Freelancer
            | Role::Viewer => self.is_on(project),
        }
    }

    fn answers_for(&self, client: Uuid) -> bool {
        self.world.rows("account_assignments").iter().any(|row| {
            row.points("client_id", client)
                && row.points("member_id", self.actor.member())
                && day(row, "ends_on").is_none_or(|day| day > self.today())
        })
    }

    fn is_on(&self, project: Uuid) -> bool {
        let mut rows = self.world.rows("project_members").iter();
        rows.any(|row| row.points("project_id", project) && row.points("member_id", self.actor.member()))
    }

    fn is_assigned(&self, task: Uuid) -> bool {
        let mut rows = self.world.rows("task_assignees").iter();
        rows.any(|row| row.points("task_id", task) && row.points("member_id", self.actor.member()))
    }

    fn today(&self) -> NaiveDate {
        calendar::day_at(self.now, &self.actor.time_zone)
    }
}

fn is_shared(row: &Record) -> bool {
    row.is("visibility", "SHARED")
}

fn id(row: &Record, column: &str) -> Option<Uuid> {
    row.cell(column).id()
}

fn day(row: &Record, column: &str) -> Option<NaiveDate> {
    match row.cell(column) {
        Cell::Date(day) => Some(*day),
        _ => None,
    }
}
