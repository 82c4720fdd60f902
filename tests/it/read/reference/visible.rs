//! Who sees which rows and may do what with them, said in rows.

use api::kernel::{calendar, policy::Right};
use chrono::NaiveDate;
use entity::{membership::Role, value::Kind};
use uuid::Uuid;

use super::Reference;
use crate::read::world::{Cell, Record};

impl Reference<'_> {
    /// Whether the caller sees a row.
    pub(super) fn sees(&self, kind: Kind, row: &Record) -> bool {
        let column = if kind == Kind::Agency { "id" } else { "agency_id" };
        row.points(column, self.actor.agency_id.uuid())
            && match self.actor.role {
                Role::Owner | Role::Manager | Role::Finance | Role::Viewer => true,
                Role::AccountManager | Role::ProjectManager | Role::Specialist => {
                    self.colleague_sees(kind, row)
                }
                Role::Freelancer => self.freelancer_sees(kind, row),
                Role::Portal => self.portal_sees(kind, row),
            }
    }

    /// Whether the caller's role reads records of a kind at all.
    pub(super) fn reads(&self, kind: Kind) -> bool {
        use Kind::{AccountAssignment, Contact, CustomField, Interaction, Need, ProjectMember, Promise};
        match self.actor.role {
            Role::Freelancer => !matches!(
                kind,
                Contact | AccountAssignment | Interaction | Promise | Need | CustomField
            ),
            Role::Portal => !matches!(kind, AccountAssignment | Need | ProjectMember | CustomField),
            Role::Owner
            | Role::Manager
            | Role::AccountManager
            | Role::ProjectManager
            | Role::Specialist
            | Role::Finance
            | Role::Viewer => true,
        }
    }

    /// Account and project managers and specialists see what belongs to their own clients and projects.
    fn colleague_sees(&self, kind: Kind, row: &Record) -> bool {
        match kind {
            Kind::Agency | Kind::Member | Kind::CustomField => true,
            Kind::Client => self.is_my_client(row.id()),
            Kind::Contact | Kind::AccountAssignment | Kind::Interaction | Kind::Promise | Kind::Need => {
                id(row, "client_id").is_some_and(|client| self.is_my_client(client))
            }
            Kind::Project => self.is_my_project(row.id()),
            Kind::ProjectMember | Kind::Phase | Kind::Milestone | Kind::Task => self.is_of_my_project(row),
            Kind::Event => {
                let of_all = row.is("subject_kind", "Agency") || row.is("subject_kind", "CustomField");
                let of_client = row.cell("project_id").is_null()
                    && id(row, "client_id").is_some_and(|client| self.is_my_client(client));
                of_all || of_client || self.is_of_my_project(row)
            }
            Kind::User | Kind::Session => false,
        }
    }

    /// Freelancers see the projects they are on and of these their own tasks.
    fn freelancer_sees(&self, kind: Kind, row: &Record) -> bool {
        match kind {
            Kind::Agency | Kind::Member => true,
            Kind::Client => self.is_my_client(row.id()),
            Kind::Project => self.is_my_project(row.id()),
            Kind::ProjectMember | Kind::Phase | Kind::Milestone => self.is_of_my_project(row),
            Kind::Task => self.is_of_my_project(row) && self.is_assigned(row.id()),
            Kind::Event => {
                let plan = ["Project", "Phase", "Milestone"]
                    .iter()
                    .any(|kind| row.is("subject_kind", kind));
                let task = row.is("subject_kind", "Task")
                    && id(row, "subject_id").is_some_and(|task| self.is_assigned(task));
                self.is_of_my_project(row) && (plan || task)
            }
            Kind::Contact
            | Kind::AccountAssignment
            | Kind::Interaction
            | Kind::Promise
            | Kind::Need
            | Kind::CustomField
            | Kind::User
            | Kind::Session => false,
        }
    }

    /// Portal users see what is shared with their company, and who works for it.
    fn portal_sees(&self, kind: Kind, row: &Record) -> bool {
        let mine = |column: &str| id(row, column).is_some_and(|client| self.is_my_client(client));
        let shared = || row.is("visibility", "SHARED");
        match kind {
            Kind::Agency => true,
            Kind::Member => self.works_for_me(row.id()),
            Kind::Client => mine("id"),
            Kind::Contact => mine("client_id"),
            Kind::Interaction | Kind::Promise => mine("client_id") && shared(),
            Kind::Project => self.is_my_project(row.id()),
            Kind::Phase | Kind::Milestone => self.is_of_my_project(row),
            Kind::Task => self.is_of_my_project(row) && shared(),
            Kind::Event => {
                let in_sight = row.cell("project_id").is_null() || self.is_of_my_project(row);
                mine("client_id") && shared() && in_sight
            }
            Kind::AccountAssignment
            | Kind::Need
            | Kind::ProjectMember
            | Kind::CustomField
            | Kind::User
            | Kind::Session => false,
        }
    }

    /// A portal user sees themself, who answers for their company today, and who runs its projects that are in sight.
    fn works_for_me(&self, member: Uuid) -> bool {
        let client = self.actor.client();
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

    fn is_of_my_project(&self, row: &Record) -> bool {
        id(row, "project_id").is_some_and(|project| self.is_my_project(project))
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

    /// Whether the caller may change a row that they see.
    pub(super) fn may_update(&self, kind: Kind, row: &Record) -> bool {
        match (self.actor.role, kind) {
            (Role::Owner | Role::Manager, _) => true,
            (_, Kind::Member) => row.id() == self.actor.member(),
            (Role::Specialist | Role::Freelancer, Kind::Task) => {
                self.is_of_my_project(row) && self.is_assigned(row.id())
            }
            (_, _) => self.may_archive(kind, row),
        }
    }

    /// Whether the caller may put a row that they see out of sight, where that is done with such rows.
    pub(super) fn may_archive(&self, kind: Kind, row: &Record) -> bool {
        let relationship = matches!(
            kind,
            Kind::Client | Kind::Contact | Kind::AccountAssignment | Kind::Promise | Kind::Need
        );
        let work = matches!(
            kind,
            Kind::Interaction
                | Kind::Project
                | Kind::ProjectMember
                | Kind::Phase
                | Kind::Milestone
                | Kind::Task
        );
        match self.actor.role {
            Role::Owner | Role::Manager => true,
            Role::AccountManager => (relationship || work) && self.sees(kind, row),
            Role::ProjectManager => work && self.sees(kind, row),
            Role::Specialist | Role::Finance | Role::Freelancer | Role::Viewer | Role::Portal => false,
        }
    }

    /// Whether the caller holds a right.
    pub(super) fn holds_right(&self, right: Right) -> bool {
        let role = self.actor.role;
        match right {
            Right::Finance => {
                matches!(
                    role,
                    Role::Owner | Role::Manager | Role::AccountManager | Role::Finance
                )
            }
            Right::Internal => !matches!(role, Role::Freelancer | Role::Portal),
            Right::Details => role != Role::Freelancer,
            Right::Work => role != Role::Portal,
        }
    }
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
