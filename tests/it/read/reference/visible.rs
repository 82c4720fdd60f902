//! Who sees which rows and may do what with them, written out apart from the policy table.

use api::kernel::policy::Right;
use entity::{membership::Role, value::Kind};

use super::Reference;
use crate::read::world::Record;

/// Which rows of a kind somebody sees or changes.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Reach {
    /// None.
    No,
    /// Their own, as [`Reference::owns`] says.
    Own,
    /// All of the agency.
    All,
}

use Reach::{All, No, Own};

/// Who sees which records of a kind: finance, viewers, account and project managers, specialists, freelancers, portal users. Owners
/// and managers see all.
#[expect(clippy::match_same_arms, reason = "a table is read line by line")]
const fn sight(kind: Kind) -> [Reach; 6] {
    match kind {
        Kind::Agency => [All, All, All, All, All, All],
        Kind::Member => [All, All, All, All, All, Own],
        Kind::CustomField => [All, All, All, All, No, No],
        Kind::Client | Kind::Project | Kind::Phase | Kind::Milestone | Kind::Task => {
            [All, All, Own, Own, Own, Own]
        }
        Kind::ProjectMember => [All, All, Own, Own, Own, No],
        Kind::Contact | Kind::Interaction | Kind::Promise => [All, All, Own, Own, No, Own],
        Kind::AccountAssignment | Kind::Need => [All, All, Own, Own, No, No],
        Kind::WorkRole | Kind::AccountingPeriod => [All, All, All, All, All, No],
        Kind::RateCard | Kind::RateCardVersion | Kind::Rate | Kind::FxRate => [All, No, All, No, No, No],
        Kind::CostRate => [All, No, No, No, Own, No],
        Kind::Budget
        | Kind::BudgetVersion
        | Kind::BudgetLine
        | Kind::BudgetPeriod
        | Kind::BudgetMove
        | Kind::Commitment
        | Kind::CostEntry
        | Kind::OverrunDecision
        | Kind::BudgetAlert
        | Kind::Baseline
        | Kind::BaselineRow => [All, No, Own, No, No, No],
        Kind::Contract | Kind::ContractPhase | Kind::ContractAmendment | Kind::BillingPlanItem => {
            [All, No, Own, No, No, Own]
        }
        Kind::OverheadPeriod => [All, No, No, No, No, No],
        Kind::TimeEntry | Kind::Expense | Kind::File => [All, No, Own, Own, Own, No],
        Kind::Engagement | Kind::FreelancerBill | Kind::FreelancerBillLine => [All, No, Own, No, Own, No],
        Kind::Timer => [Own, No, Own, Own, Own, No],
        Kind::TaxCode => [All, No, All, No, No, All],
        Kind::Proposal
        | Kind::ProposalVersion
        | Kind::ProposalPhase
        | Kind::OptionGroup
        | Kind::ProposalLine
        | Kind::ProposalRecipient
        | Kind::Acceptance => [All, No, Own, No, No, Own],
        Kind::ProposalView => [All, No, Own, No, No, No],
        Kind::Stage => [All, All, All, No, No, No],
        Kind::Opportunity => [All, All, Own, No, No, No],
        Kind::Estimate | Kind::EstimateLine => [All, No, Own, No, No, No],
        Kind::Event => [All, Own, Own, Own, Own, Own],
        Kind::User | Kind::Session => [No, No, No, No, No, No],
    }
}

/// Who changes which records of a kind: finance, account managers, project managers, specialists, freelancers. Owners and managers
/// change all; viewers and portal users change themselves.
#[expect(clippy::match_same_arms, reason = "a table is read line by line")]
const fn hands(kind: Kind) -> [Reach; 5] {
    match kind {
        Kind::Member => [Own, Own, Own, Own, Own],
        Kind::Task => [No, Own, Own, Own, Own],
        Kind::Interaction | Kind::Project | Kind::ProjectMember | Kind::Phase | Kind::Milestone => {
            [No, Own, Own, No, No]
        }
        Kind::Client | Kind::Contact | Kind::AccountAssignment | Kind::Promise | Kind::Need => {
            [No, Own, No, No, No]
        }
        Kind::WorkRole
        | Kind::RateCard
        | Kind::RateCardVersion
        | Kind::Rate
        | Kind::FxRate
        | Kind::AccountingPeriod
        | Kind::CostRate
        | Kind::OverheadPeriod
        | Kind::TaxCode
        | Kind::Engagement => [All, No, No, No, No],
        Kind::FreelancerBill | Kind::FreelancerBillLine => [All, No, No, No, Own],
        Kind::Contract | Kind::ContractPhase | Kind::ContractAmendment | Kind::BillingPlanItem => {
            [All, Own, No, No, No]
        }
        Kind::Budget
        | Kind::BudgetVersion
        | Kind::BudgetLine
        | Kind::BudgetPeriod
        | Kind::BudgetMove
        | Kind::Commitment
        | Kind::OverrunDecision
        | Kind::BudgetAlert => [All, Own, Own, No, No],
        Kind::TimeEntry | Kind::Expense | Kind::File => [All, Own, Own, Own, Own],
        Kind::Timer => [Own, Own, Own, Own, Own],
        Kind::Proposal
        | Kind::ProposalVersion
        | Kind::ProposalPhase
        | Kind::OptionGroup
        | Kind::ProposalLine => [No, Own, Own, No, No],
        Kind::ProposalRecipient | Kind::ProposalView | Kind::Acceptance | Kind::Opportunity => {
            [No, Own, No, No, No]
        }
        Kind::Estimate | Kind::EstimateLine => [No, Own, Own, No, No],
        Kind::Agency
        | Kind::CustomField
        | Kind::CostEntry
        | Kind::Baseline
        | Kind::BaselineRow
        | Kind::Stage
        | Kind::Event
        | Kind::User
        | Kind::Session => [No, No, No, No, No],
    }
}

impl Reference<'_> {
    /// Whether the caller sees a row.
    pub(super) fn sees(&self, kind: Kind, row: &Record) -> bool {
        let column = if kind == Kind::Agency { "id" } else { "agency_id" };
        row.points(column, self.actor.agency_id.uuid())
            && match self.sight(kind) {
                No => false,
                Own => self.owns(kind, row),
                All => true,
            }
    }

    /// Whether the caller's role reads records of a kind at all.
    pub(super) fn reads(&self, kind: Kind) -> bool {
        self.sight(kind) != No
    }

    /// How far the caller sees records of a kind.
    pub(super) fn sight(&self, kind: Kind) -> Reach {
        let [finance, viewer, manager, specialist, freelancer, portal] = sight(kind);
        match self.actor.role {
            Role::Owner | Role::Manager => All,
            Role::Finance => finance,
            Role::Viewer => viewer,
            Role::AccountManager | Role::ProjectManager => manager,
            Role::Specialist => specialist,
            Role::Freelancer => freelancer,
            Role::Portal => portal,
        }
    }

    /// Whether the caller may change a row that they see.
    pub(super) fn may_update(&self, kind: Kind, row: &Record) -> bool {
        match (self.hand(kind), kind) {
            (No, _) => false,
            (All, _) => true,
            (Own, Kind::Member) => row.id() == self.actor.member(),
            (Own, Kind::Task) if self.actor.role == Role::Specialist => self.is_my_task(row),
            (Own, _) => self.owns(kind, row),
        }
    }

    /// Whether the caller may put a row that they see out of sight, where that is done with such rows. Who changes what they work on
    /// only leaves it where it is.
    pub(super) fn may_archive(&self, kind: Kind, row: &Record) -> bool {
        match self.actor.role {
            Role::Specialist | Role::Freelancer | Role::Viewer | Role::Portal => false,
            Role::Finance if is_left_to_others(kind) => false,
            Role::Owner | Role::Manager | Role::AccountManager | Role::ProjectManager | Role::Finance => {
                kind != Kind::Member && self.may_update(kind, row)
            }
        }
    }

    fn hand(&self, kind: Kind) -> Reach {
        let [finance, account, project, specialist, freelancer] = hands(kind);
        match self.actor.role {
            Role::Owner | Role::Manager => All,
            Role::Finance => finance,
            Role::AccountManager => account,
            Role::ProjectManager => project,
            Role::Specialist => specialist,
            Role::Freelancer => freelancer,
            Role::Viewer | Role::Portal if kind == Kind::Member => Own,
            Role::Viewer | Role::Portal => No,
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
            Right::Repricing => matches!(role, Role::Owner | Role::Manager | Role::Finance),
        }
    }
}

/// Whether records of a kind are changed by finance, and put out of sight by others.
const fn is_left_to_others(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::TimeEntry
            | Kind::Expense
            | Kind::File
            | Kind::Timer
            | Kind::Contract
            | Kind::ContractPhase
            | Kind::ContractAmendment
            | Kind::BillingPlanItem
    )
}
