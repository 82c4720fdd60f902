//! Who sees which rows and may do what with them, written out apart from the policy table.

use api::kernel::policy::Right;
use entity::{membership::Role, value::Kind};

use super::Reference;
use crate::read::world::Record;

/// Which rows of a kind somebody sees.
enum Sight<'r> {
    Nothing,
    Everything,
    Where(fn(&Reference<'r>, &Record) -> bool),
}

use Sight::{Everything, Nothing, Where};

impl<'r> Reference<'r> {
    /// Whether the caller sees a row.
    pub(super) fn sees(&self, kind: Kind, row: &Record) -> bool {
        let column = if kind == Kind::Agency { "id" } else { "agency_id" };
        row.points(column, self.actor.agency_id.uuid())
            && match self.sight(kind) {
                Nothing => false,
                Everything => true,
                Where(is_own) => is_own(self, row),
            }
    }

    /// Whether the caller's role reads records of a kind at all.
    pub(super) fn reads(&self, kind: Kind) -> bool {
        !matches!(self.sight(kind), Nothing)
    }

    fn sight(&self, kind: Kind) -> Sight<'r> {
        match self.actor.role {
            Role::Owner | Role::Manager | Role::Finance => Everything,
            Role::Viewer => match kind {
                Kind::RateCard | Kind::RateCardVersion | Kind::Rate | Kind::CostRate | Kind::FxRate => {
                    Nothing
                }
                _ => Everything,
            },
            Role::AccountManager | Role::ProjectManager | Role::Specialist => self.colleague(kind),
            Role::Freelancer => freelancer(kind),
            Role::Portal => portal(kind),
        }
    }

    /// Account and project managers and specialists see what belongs to their own clients and projects.
    fn colleague(&self, kind: Kind) -> Sight<'r> {
        match kind {
            Kind::Agency | Kind::Member | Kind::CustomField | Kind::WorkRole | Kind::AccountingPeriod => {
                Everything
            }
            Kind::RateCard | Kind::RateCardVersion | Kind::Rate | Kind::FxRate => {
                if self.actor.role == Role::Specialist {
                    Nothing
                } else {
                    Everything
                }
            }
            Kind::Client => Where(Reference::my_client),
            Kind::Contact | Kind::AccountAssignment | Kind::Interaction | Kind::Promise | Kind::Need => {
                Where(Reference::of_my_client)
            }
            Kind::Project => Where(Reference::my_project),
            Kind::ProjectMember | Kind::Phase | Kind::Milestone | Kind::Task => {
                Where(Reference::of_my_project)
            }
            Kind::Event => Where(Reference::my_event),
            Kind::CostRate | Kind::User | Kind::Session => Nothing,
        }
    }

    /// Whether the caller may change a row that they see.
    pub(super) fn may_update(&self, kind: Kind, row: &Record) -> bool {
        match (self.actor.role, kind) {
            (Role::Owner | Role::Manager, _) => true,
            (_, Kind::Member) => self.mine(row),
            (Role::Specialist | Role::Freelancer, Kind::Task) => self.my_task(row),
            _ => self.may_archive(kind, row),
        }
    }

    /// Whether the caller may put a row that they see out of sight, where that is done with such rows.
    pub(super) fn may_archive(&self, kind: Kind, row: &Record) -> bool {
        use Kind::{
            AccountAssignment, AccountingPeriod, Client, Contact, CostRate, FxRate, Interaction, Milestone,
            Need, Phase, Project, ProjectMember, Promise, Rate, RateCard, RateCardVersion, Task, WorkRole,
        };
        let relationship = matches!(kind, Client | Contact | AccountAssignment | Promise | Need);
        let work = matches!(
            kind,
            Interaction | Project | ProjectMember | Phase | Milestone | Task
        );
        let rates = matches!(
            kind,
            WorkRole | RateCard | RateCardVersion | Rate | CostRate | FxRate | AccountingPeriod
        );
        match self.actor.role {
            Role::Owner | Role::Manager => true,
            Role::AccountManager => (relationship || work) && self.sees(kind, row),
            Role::ProjectManager => work && self.sees(kind, row),
            Role::Finance => rates,
            Role::Specialist | Role::Freelancer | Role::Viewer | Role::Portal => false,
        }
    }

    /// Whether the caller holds a right.
    pub(super) fn holds_right(&self, right: Right) -> bool {
        let role = self.actor.role;
        let answers = matches!(
            role,
            Role::Owner | Role::Manager | Role::AccountManager | Role::Finance
        );
        match right {
            Right::Finance => answers,
            Right::Costs => answers || role == Role::ProjectManager,
            Right::Internal => !matches!(role, Role::Freelancer | Role::Portal),
            Right::Details => role != Role::Freelancer,
            Right::Work => role != Role::Portal,
            Right::Prices => !matches!(role, Role::Freelancer | Role::Viewer),
        }
    }
}

/// Freelancers see the projects they are on, of these their own tasks, and what their own hours cost.
fn freelancer<'r>(kind: Kind) -> Sight<'r> {
    match kind {
        Kind::Agency | Kind::Member | Kind::WorkRole | Kind::AccountingPeriod => Everything,
        Kind::Client => Where(Reference::my_client),
        Kind::Project => Where(Reference::my_project),
        Kind::ProjectMember | Kind::Phase | Kind::Milestone => Where(Reference::of_my_project),
        Kind::Task => Where(Reference::my_task),
        Kind::Event => Where(Reference::event_of_my_work),
        Kind::CostRate => Where(Reference::of_me),
        Kind::Contact
        | Kind::AccountAssignment
        | Kind::Interaction
        | Kind::Promise
        | Kind::Need
        | Kind::CustomField
        | Kind::RateCard
        | Kind::RateCardVersion
        | Kind::Rate
        | Kind::FxRate
        | Kind::User
        | Kind::Session => Nothing,
    }
}

/// Portal users see what is shared with their company, and who works for it.
fn portal<'r>(kind: Kind) -> Sight<'r> {
    match kind {
        Kind::Agency => Everything,
        Kind::Member => Where(Reference::works_for_me),
        Kind::Client => Where(Reference::my_client),
        Kind::Contact => Where(Reference::of_my_client),
        Kind::Interaction | Kind::Promise => Where(Reference::shared_of_my_client),
        Kind::Project => Where(Reference::my_project),
        Kind::Phase | Kind::Milestone => Where(Reference::of_my_project),
        Kind::Task => Where(Reference::shared_of_my_project),
        Kind::Event => Where(Reference::event_of_my_company),
        Kind::AccountAssignment
        | Kind::Need
        | Kind::ProjectMember
        | Kind::CustomField
        | Kind::WorkRole
        | Kind::RateCard
        | Kind::RateCardVersion
        | Kind::Rate
        | Kind::CostRate
        | Kind::FxRate
        | Kind::AccountingPeriod
        | Kind::User
        | Kind::Session => Nothing,
    }
}
