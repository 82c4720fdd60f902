//! Which rows are a caller's own.

use api::kernel::calendar;
use chrono::NaiveDate;
use entity::{membership::Role, value::Kind};
use uuid::Uuid;

use super::{Reference, visible::Reach};
use crate::read::world::{Cell, Record};

/// States of a version of a proposal before the client knows of it, and the one that it never comes out of.
const UNKNOWN: [&str; 4] = ["DRAFT", "IN_REVIEW", "APPROVED", "DISCARDED"];

impl Reference<'_> {
    /// Whether a row is one of the caller's own.
    pub(super) fn owns(&self, kind: Kind, row: &Record) -> bool {
        let is_portal = self.actor.role == Role::Portal;
        let is_shared = || !is_portal || row.is("visibility", "SHARED");
        match kind {
            Kind::Proposal if is_portal => {
                let mut versions = self.world.rows("proposal_versions").iter();
                versions.any(|version| version.points("proposal_id", row.id()) && self.is_known(version))
            }
            Kind::ProposalVersion if is_portal => self.is_known(row),
            Kind::ProposalPhase
            | Kind::OptionGroup
            | Kind::ProposalLine
            | Kind::ProposalRecipient
            | Kind::Acceptance
                if is_portal =>
            {
                let version =
                    id(row, "proposal_version_id").and_then(|id| self.world.find("proposal_versions", id));
                version.is_some_and(|version| self.is_known(version))
            }
            Kind::Contract if is_portal => self.is_agreed(row),
            Kind::ContractPhase | Kind::BillingPlanItem if is_portal => {
                let contract = id(row, "contract_id").and_then(|id| self.world.find("contracts", id));
                contract.is_some_and(|contract| self.is_agreed(contract))
            }
            Kind::ContractAmendment if is_portal => {
                self.is_of_my_client(row) && !row.cell("sent_at").is_null()
            }
            Kind::Client => self.is_my_client(row.id()),
            Kind::Contact
            | Kind::AccountAssignment
            | Kind::Need
            | Kind::Opportunity
            | Kind::Estimate
            | Kind::EstimateLine
            | Kind::Proposal
            | Kind::ProposalVersion
            | Kind::ProposalPhase
            | Kind::OptionGroup
            | Kind::ProposalLine
            | Kind::ProposalRecipient
            | Kind::ProposalView
            | Kind::Acceptance
            | Kind::Contract
            | Kind::ContractPhase
            | Kind::ContractAmendment
            | Kind::BillingPlanItem => self.is_of_my_client(row),
            Kind::Interaction | Kind::Promise => self.is_of_my_client(row) && is_shared(),
            Kind::Project => self.is_my_project(row.id()),
            Kind::ProjectMember
            | Kind::Phase
            | Kind::Milestone
            | Kind::Budget
            | Kind::BudgetVersion
            | Kind::BudgetLine
            | Kind::BudgetPeriod
            | Kind::BudgetMove
            | Kind::Commitment
            | Kind::CostEntry
            | Kind::OverrunDecision
            | Kind::BudgetAlert
            | Kind::Baseline
            | Kind::BaselineRow => self.is_of_my_project(row),
            Kind::Task if self.actor.role == Role::Freelancer => self.is_my_task(row),
            Kind::Task => self.is_of_my_project(row) && is_shared(),
            Kind::Member => self.works_for_me(row),
            Kind::CostRate | Kind::Timer => self.is_of_me(row),
            Kind::TimeEntry
            | Kind::Expense
            | Kind::Engagement
            | Kind::FreelancerBill
            | Kind::FreelancerBillLine => {
                let runs = matches!(self.actor.role, Role::AccountManager | Role::ProjectManager);
                self.is_of_me(row) || runs && self.is_of_my_project(row)
            }
            Kind::File => {
                let runs = matches!(self.actor.role, Role::AccountManager | Role::ProjectManager);
                self.is_my_file(row) || runs && self.is_of_my_project(row)
            }
            Kind::Event => self.is_my_event(row),
            // Of these nobody has some of their own.
            Kind::Agency
            | Kind::CustomField
            | Kind::WorkRole
            | Kind::RateCard
            | Kind::RateCardVersion
            | Kind::Rate
            | Kind::FxRate
            | Kind::AccountingPeriod
            | Kind::OverheadPeriod
            | Kind::TaxCode
            | Kind::Stage
            | Kind::User
            | Kind::Session => panic!("somebody's own {kind:?}"),
        }
    }

    fn is_of_me(&self, row: &Record) -> bool {
        row.points("member_id", self.actor.member())
    }

    /// A file that the caller uploaded, or that proves an expense of theirs.
    fn is_my_file(&self, row: &Record) -> bool {
        row.points("created_by", self.actor.member()) || self.is_of_me(row)
    }

    fn is_of_my_client(&self, row: &Record) -> bool {
        id(row, "client_id").is_some_and(|client| self.is_my_client(client))
    }

    fn is_of_my_project(&self, row: &Record) -> bool {
        id(row, "project_id").is_some_and(|project| self.is_my_project(project))
    }

    /// A task in one of the caller's projects that the caller does.
    pub(super) fn is_my_task(&self, row: &Record) -> bool {
        self.is_of_my_project(row) && self.is_assigned(row.id())
    }

    /// A version of a proposal that was sent to the caller's company.
    fn is_known(&self, version: &Record) -> bool {
        self.is_of_my_client(version) && !UNKNOWN.iter().any(|status| version.is("status", status))
    }

    /// A contract that binds the caller's company, or has bound it.
    fn is_agreed(&self, contract: &Record) -> bool {
        self.is_of_my_client(contract) && !contract.is("status", "DRAFT") && !contract.is("status", "VOID")
    }

    /// An event of a kind of record that the caller reads: of their own clients beside the projects, of their own projects, or of
    /// what all may see. What others booked is not told to specialists.
    fn is_my_event(&self, row: &Record) -> bool {
        let kind = row
            .cell("subject_kind")
            .text()
            .and_then(Kind::named)
            .expect("a kind");
        let subject = id(row, "subject_id").expect("an id");
        let of_project = self.is_of_my_project(row);
        let of_all = self.sight(kind) == Reach::All && kind != Kind::Member;
        let beside_projects = row.cell("project_id").is_null() && self.is_of_my_client(row);
        let own = beside_projects || of_project || of_all;
        match self.actor.role {
            Role::Freelancer => {
                let is_plan = matches!(kind, Kind::Project | Kind::Phase | Kind::Milestone);
                of_project && (is_plan || kind == Kind::Task && self.is_assigned(subject))
            }
            Role::Portal => {
                let in_sight = row.cell("project_id").is_null() || of_project;
                self.reads(kind) && self.is_of_my_client(row) && row.is("visibility", "SHARED") && in_sight
            }
            Role::Viewer => self.reads(kind),
            Role::Specialist => self.reads(kind) && own && (!is_booking(kind) || self.booked(kind, subject)),
            Role::Owner | Role::Manager | Role::AccountManager | Role::ProjectManager | Role::Finance => {
                self.reads(kind) && own
            }
        }
    }

    fn booked(&self, kind: Kind, id: Uuid) -> bool {
        let row = self.world.find(kind.table(), id);
        row.is_some_and(|row| self.is_of_me(row) || kind == Kind::File && self.is_my_file(row))
    }

    /// The caller themself, who answers for their company today, and who runs its projects that are in sight.
    fn works_for_me(&self, row: &Record) -> bool {
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

fn is_booking(kind: Kind) -> bool {
    matches!(kind, Kind::TimeEntry | Kind::Timer | Kind::Expense | Kind::File)
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
