//! Who may do what: one table. It is printed whole by a test, and it becomes a WHERE in every statement.

use entity::{membership::Role, value::Kind};

pub use super::right::{Right, holds};

/// What can be done with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// See it.
    Read,
    /// Make one.
    Create,
    /// Change it, its state included.
    Update,
    /// Put it out of sight or bring it back.
    Archive,
}

impl Action {
    /// All actions.
    pub const ALL: [Action; 4] = [Action::Read, Action::Create, Action::Update, Action::Archive];
}

/// How far a permission reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grant {
    /// Not at all.
    Nothing,
    /// The actor's own records, as the kind defines them.
    Own,
    /// All records of the agency.
    Agency,
}

/// Tax codes, proposals, and what clients answer.
const fn of_proposals(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::TaxCode
            | Kind::Proposal
            | Kind::ProposalVersion
            | Kind::ProposalPhase
            | Kind::OptionGroup
            | Kind::ProposalLine
            | Kind::ProposalRecipient
            | Kind::ProposalView
            | Kind::Acceptance
    )
}

/// Whether records of this kind say what projects may cost, or what became of it.
const fn of_budgets(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Budget
            | Kind::BudgetVersion
            | Kind::BudgetLine
            | Kind::BudgetPeriod
            | Kind::BudgetMove
            | Kind::Commitment
            | Kind::OverrunDecision
            | Kind::BudgetAlert
    )
}

/// Whether records of this kind say what was agreed with clients.
const fn of_contracts(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Contract | Kind::ContractPhase | Kind::ContractAmendment | Kind::BillingPlanItem
    ) || of_baselines(kind)
}

/// Whether records of this kind are plans as they were agreed, which nobody changes.
const fn of_baselines(kind: Kind) -> bool {
    matches!(kind, Kind::Baseline | Kind::BaselineRow)
}

/// Whether records of this kind say what was agreed with freelancers, or what they bill.
const fn of_freelancers(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Engagement | Kind::FreelancerBill | Kind::FreelancerBillLine
    )
}

/// How far `role` may do `action` with records of `kind`.
#[must_use]
#[expect(
    clippy::match_same_arms,
    clippy::too_many_lines,
    reason = "a table is read line by line, and as one"
)]
pub const fn grant(role: Role, kind: Kind, action: Action) -> Grant {
    use Action::{Archive, Create, Read, Update};
    use Grant::{Agency, Nothing, Own};
    use Kind as K;
    match role {
        Role::Owner => Agency,
        Role::Manager => match (kind, action) {
            (K::Agency | K::User | K::Session, Archive) => Nothing,
            _ => Agency,
        },
        Role::AccountManager => match (kind, action) {
            (K::TaxCode, Read) => Agency,
            (K::TaxCode, Create | Update | Archive) => Nothing,
            (K::Member, Update) => Own,
            (K::Agency | K::Member | K::CustomField, Read) => Agency,
            (K::Client | K::Project, Create) => Agency,
            (
                K::Agency | K::Member | K::CustomField | K::User | K::Session | K::Event,
                Create | Update | Archive,
            ) => Nothing,
            (K::Stage, Read) => Agency,
            (K::Stage, Create | Update | Archive) => Nothing,
            (K::CostRate | K::OverheadPeriod, _) => Nothing,
            (
                K::WorkRole | K::RateCard | K::RateCardVersion | K::Rate | K::FxRate | K::AccountingPeriod,
                Read,
            ) => Agency,
            (
                K::WorkRole | K::RateCard | K::RateCardVersion | K::Rate | K::FxRate | K::AccountingPeriod,
                Create | Update | Archive,
            ) => Nothing,
            (K::CostEntry, Create | Update | Archive) => Nothing,
            (kind, Create | Update | Archive) if of_baselines(kind) || of_freelancers(kind) => Nothing,
            (_, Read | Create | Update | Archive) => Own,
        },
        Role::ProjectManager => match (kind, action) {
            (K::TaxCode, Read) => Agency,
            (
                K::TaxCode | K::ProposalRecipient | K::ProposalView | K::Acceptance,
                Create | Update | Archive,
            ) => Nothing,
            (K::Member, Update) => Own,
            (K::Agency | K::Member | K::CustomField, Read) => Agency,
            (
                K::Agency | K::Member | K::CustomField | K::User | K::Session | K::Event,
                Create | Update | Archive,
            ) => Nothing,
            (
                K::Client | K::Contact | K::AccountAssignment | K::Promise | K::Need,
                Create | Update | Archive,
            ) => Nothing,
            (K::Stage, Read) => Agency,
            (K::Stage | K::Opportunity, Create | Update | Archive) => Nothing,
            (K::CostRate | K::OverheadPeriod, _) => Nothing,
            (
                K::WorkRole | K::RateCard | K::RateCardVersion | K::Rate | K::FxRate | K::AccountingPeriod,
                Read,
            ) => Agency,
            (
                K::WorkRole | K::RateCard | K::RateCardVersion | K::Rate | K::FxRate | K::AccountingPeriod,
                Create | Update | Archive,
            ) => Nothing,
            (K::CostEntry, Create | Update | Archive) => Nothing,
            (kind, Create | Update | Archive) if of_contracts(kind) || of_freelancers(kind) => Nothing,
            (_, Read | Create | Update | Archive) => Own,
        },
        Role::Specialist => match (kind, action) {
            (K::Member, Update) => Own,
            (kind, Read) if of_proposals(kind) => Nothing,
            (K::Agency | K::Member | K::CustomField | K::WorkRole | K::AccountingPeriod, Read) => Agency,
            (K::Stage | K::Opportunity | K::Estimate | K::EstimateLine, Read) => Nothing,
            (K::RateCard | K::RateCardVersion | K::Rate | K::CostRate | K::FxRate, Read) => Nothing,
            (K::CostEntry | K::OverheadPeriod, Read) => Nothing,
            (kind, Read) if of_budgets(kind) || of_contracts(kind) || of_freelancers(kind) => Nothing,
            (_, Read) => Own,
            (K::Interaction, Create) | (K::Task, Update) => Own,
            (K::TimeEntry | K::Timer | K::Expense | K::File, Create | Update) => Own,
            (_, Create | Update | Archive) => Nothing,
        },
        Role::Finance => match (kind, action) {
            (K::Member, Update) | (K::Timer, Read | Create | Update) => Own,
            (K::TimeEntry | K::Expense | K::File, Create | Update) => Agency,
            (_, Read) => Agency,
            (
                K::WorkRole
                | K::RateCard
                | K::RateCardVersion
                | K::Rate
                | K::CostRate
                | K::FxRate
                | K::AccountingPeriod
                | K::OverheadPeriod
                | K::TaxCode,
                Create | Update | Archive,
            ) => Agency,
            (kind, Create | Update | Archive) if of_budgets(kind) || of_freelancers(kind) => Agency,
            (kind, Update) if of_contracts(kind) && !of_baselines(kind) => Agency,
            (_, Create | Update | Archive) => Nothing,
        },
        Role::Viewer => match (kind, action) {
            (K::Member, Update) => Own,
            (kind, Read) if of_proposals(kind) => Nothing,
            (K::Estimate | K::EstimateLine, Read) => Nothing,
            (K::RateCard | K::RateCardVersion | K::Rate | K::CostRate | K::FxRate, Read) => Nothing,
            (K::TimeEntry | K::Timer | K::Expense | K::File, Read) => Nothing,
            (K::Event, Read) => Own,
            (K::CostEntry | K::OverheadPeriod, Read) => Nothing,
            (kind, Read) if of_budgets(kind) || of_contracts(kind) || of_freelancers(kind) => Nothing,
            (_, Read) => Agency,
            (_, Create | Update | Archive) => Nothing,
        },
        Role::Freelancer => match (kind, action) {
            (K::Member, Update) => Own,
            (K::Agency | K::Member | K::WorkRole | K::AccountingPeriod, Read) => Agency,
            (K::CostRate, Read) => Own,
            (
                K::Client | K::Project | K::ProjectMember | K::Phase | K::Milestone | K::Task | K::Event,
                Read,
            ) => Own,
            (K::Task, Update) => Own,
            (K::TimeEntry | K::Timer | K::Expense | K::File, Read | Create | Update) => Own,
            (kind, Read) if of_freelancers(kind) => Own,
            (K::FreelancerBill | K::FreelancerBillLine, Create | Update) => Own,
            (_, Read | Create | Update | Archive) => Nothing,
        },
        Role::Portal => match (kind, action) {
            (K::Member, Update) => Own,
            (K::Agency | K::TaxCode, Read) => Agency,
            (K::Member | K::Client | K::Contact | K::Interaction | K::Promise, Read) => Own,
            (K::ProposalView, Read) => Nothing,
            (kind, Read) if of_proposals(kind) => Own,
            (kind, Read) if of_contracts(kind) && !of_baselines(kind) => Own,
            (K::Project | K::Phase | K::Milestone | K::Task | K::Event, Read) => Own,
            (_, Read | Create | Update | Archive) => Nothing,
        },
    }
}
