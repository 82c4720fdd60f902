//! Who may do what: one table. It is printed whole by a test, and it becomes a WHERE in every statement.

use entity::{membership::Role, value::Kind};

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

/// What some fields need beyond seeing the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Right {
    /// Amounts that concern the client's account.
    Finance,
    /// The agency's view of a client or a project: not for the client and not for freelancers.
    Internal,
    /// More of a client than its name: not for freelancers.
    Details,
    /// How much work something takes, and why it does not go on: not for the client.
    Work,
    /// What the client pays: not for freelancers and viewers.
    Prices,
    /// What things cost the agency, and what it earns: not for the client, specialists and freelancers.
    Costs,
}

impl Right {
    /// All rights.
    pub const ALL: [Right; 6] = [
        Right::Finance,
        Right::Internal,
        Right::Details,
        Right::Work,
        Right::Prices,
        Right::Costs,
    ];

    /// The scope that callers see, as in `requiredScopes`.
    #[must_use]
    pub const fn scope(self) -> &'static str {
        match self {
            Right::Finance => "finance:read",
            Right::Internal => "internal:read",
            Right::Details => "details:read",
            Right::Work => "work:read",
            Right::Prices => "prices:read",
            Right::Costs => "costs:read",
        }
    }
}

/// Whether a role holds a right.
#[must_use]
#[expect(clippy::match_same_arms, reason = "a table is read line by line")]
pub const fn holds(role: Role, right: Right) -> bool {
    match (role, right) {
        (Role::Owner | Role::Manager, _) => true,
        (
            Role::Finance | Role::AccountManager,
            Right::Finance | Right::Internal | Right::Details | Right::Work | Right::Prices | Right::Costs,
        ) => true,
        (
            Role::ProjectManager,
            Right::Internal | Right::Details | Right::Work | Right::Prices | Right::Costs,
        ) => true,
        (Role::ProjectManager, Right::Finance) => false,
        (Role::Specialist, Right::Internal | Right::Details | Right::Work | Right::Prices) => true,
        (Role::Specialist, Right::Finance | Right::Costs) => false,
        (Role::Viewer, Right::Internal | Right::Details | Right::Work) => true,
        (Role::Viewer, Right::Finance | Right::Prices | Right::Costs) => false,
        (Role::Freelancer, Right::Work) => true,
        (
            Role::Freelancer,
            Right::Finance | Right::Internal | Right::Details | Right::Prices | Right::Costs,
        ) => false,
        (Role::Portal, Right::Details | Right::Prices) => true,
        (Role::Portal, Right::Finance | Right::Internal | Right::Work | Right::Costs) => false,
    }
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
            (K::TimeEntry | K::Timer | K::Expense, Create | Update) => Own,
            (_, Create | Update | Archive) => Nothing,
        },
        Role::Finance => match (kind, action) {
            (K::Member, Update) | (K::Timer, Read | Create | Update) => Own,
            (K::TimeEntry | K::Expense, Create | Update) => Agency,
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
            (K::TimeEntry | K::Timer | K::Expense, Read) => Nothing,
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
            (K::TimeEntry | K::Timer | K::Expense, Read | Create | Update) => Own,
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
