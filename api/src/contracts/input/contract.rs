use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    client,
    contract::{self, ContractStatus, ContractType},
    membership, project,
    proposal_phase::PhaseBilling,
    value::{CurrencyCode, Date, Id, MoneyInput},
};

use super::MOST_MINUTES;
use crate::kernel::{
    check::{Checks, NAME, NOTE, TEXT},
    error::{Result, UserError},
};

/// Phases of one contract at most.
const PHASES_AT_MOST: usize = 50;
/// Things that a phase delivers at most.
const DELIVERABLES_AT_MOST: usize = 50;
/// The longest name of one.
const DELIVERABLE: usize = 500;

/// The contract to make without a proposal. It opens a project with phases, milestones, a budget, a billing plan and a baseline in one
/// step, unless it is to be a draft; where the agency's policy asks for an accepted proposal first, it can only be a draft.
#[derive(Clone, Debug, InputObject)]
pub struct ContractCreateInput {
    /// The client.
    pub client_id: Id<client::Entity>,
    /// The project that it adds to; it opens one of its own when left out.
    pub project_id: Option<Id<project::Entity>>,
    /// What it is about, at most 200 characters: also the name of the project that it opens.
    pub title: String,
    /// Whether it is written down only, and binds nobody before it becomes ACTIVE; false when left out.
    pub draft: Option<bool>,
    /// How the work is paid.
    pub contract_type: ContractType,
    /// The currency of its amounts; the project's when left out, or the client's.
    pub currency: Option<CurrencyCode>,
    /// What is never invoiced beyond.
    pub not_to_exceed: Option<MoneyInput>,
    /// Who runs the project that it opens.
    pub manager_id: Option<Id<membership::Entity>>,
    /// Whether it goes on unless somebody gives notice; false when left out.
    pub auto_renew: Option<bool>,
    /// Days before its end by which notice is given.
    pub notice_days: Option<i32>,
    /// Its phases, at most 50, in their order. Their prices add up to the value of the contract.
    pub phases: Vec<ContractPhaseInput>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// A phase that is agreed.
#[derive(Clone, Debug, InputObject)]
pub struct ContractPhaseInput {
    /// What it is called, at most 200 characters.
    pub name: String,
    /// What it is to reach.
    pub goal: Option<String>,
    /// The first day.
    pub starts_on: Option<Date>,
    /// The last day: the day that the client is told for its milestone. Without one it has no milestone.
    pub ends_on: Option<Date>,
    /// What the client pays for it.
    pub price: MoneyInput,
    /// What it is planned to cost. Left out in one phase, the project begins without a budget.
    pub planned_cost: Option<MoneyInput>,
    /// How long it is planned to take.
    pub minutes: Option<i32>,
    /// What it delivers, at most 50.
    pub deliverables: Option<Vec<String>>,
    /// What is reached at its end; the phase's name when left out.
    pub milestone_name: Option<String>,
    /// What the client accepts it by.
    pub acceptance_criteria: Option<String>,
    /// When it is paid; `ON_COMPLETE` when left out.
    pub billing: Option<PhaseBilling>,
    /// The share that is paid when it begins, in hundredths of a percent: for PERCENT only.
    pub billing_bps: Option<i32>,
}

/// What to change of a contract. What the client agreed to is changed by an amendment only, once it is no DRAFT. What is left out
/// stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct ContractUpdateInput {
    /// Which contract.
    pub id: Id<contract::Entity>,
    /// Refuse if the contract has another version.
    pub expected_version: Option<i32>,
    /// What it is about; of a DRAFT only.
    pub title: MaybeUndefined<String>,
    /// How the work is paid; of a DRAFT only.
    pub contract_type: MaybeUndefined<ContractType>,
    /// What is never invoiced beyond; of a DRAFT only.
    pub not_to_exceed: MaybeUndefined<MoneyInput>,
    /// Who runs the project that it opens; of a DRAFT only.
    pub manager_id: MaybeUndefined<Id<membership::Entity>>,
    /// Its phases, in place of those that stand there; of a DRAFT only.
    pub phases: Option<Vec<ContractPhaseInput>>,
    /// Whether it goes on unless somebody gives notice.
    pub auto_renew: MaybeUndefined<bool>,
    /// Days before its end by which notice is given.
    pub notice_days: MaybeUndefined<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Where a contract goes from the state it is in.
#[derive(Clone, Debug, InputObject)]
pub struct ContractTransitionInput {
    /// Which contract.
    pub id: Id<contract::Entity>,
    /// Refuse if the contract has another version.
    pub expected_version: i32,
    /// The state it goes to: one of allowedTransitions.
    pub to: ContractStatus,
    /// Why; needed for TERMINATED.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl ContractCreateInput {
    /// Checks the form of the input.
    pub(in crate::contracts) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("title", &self.title, NAME);
        checks.amount("notToExceed", self.not_to_exceed.as_ref());
        checks.range("noticeDays", self.notice_days, 0, 730);
        check_phases(&mut checks, &self.phases);
        checks.done()
    }
}

fn check_phases(checks: &mut Checks, phases: &[ContractPhaseInput]) {
    if phases.is_empty() {
        checks.fault(UserError::required("input.phases"));
    }
    checks.at_most("phases", phases.len(), PHASES_AT_MOST);
    for (at, phase) in phases.iter().enumerate() {
        phase.check(checks, &format!("phases.{at}"));
    }
}

impl ContractPhaseInput {
    fn check(&self, checks: &mut Checks, field: &str) {
        checks.text(&format!("{field}.name"), &self.name, NAME);
        checks.opt_text(&format!("{field}.goal"), self.goal.as_ref(), NOTE);
        let criteria = format!("{field}.acceptanceCriteria");
        checks.opt_text(&criteria, self.acceptance_criteria.as_ref(), TEXT);
        checks.amount(&format!("{field}.price"), Some(&self.price));
        checks.amount(&format!("{field}.plannedCost"), self.planned_cost.as_ref());
        checks.range(&format!("{field}.minutes"), self.minutes, 0, MOST_MINUTES);
        checks.range(&format!("{field}.billingBps"), self.billing_bps, 1, 10_000);
        checks.opt_text(
            &format!("{field}.milestoneName"),
            self.milestone_name.as_ref(),
            NAME,
        );
        let deliverables = self.deliverables.as_deref().unwrap_or_default();
        checks.at_most(
            &format!("{field}.deliverables"),
            deliverables.len(),
            DELIVERABLES_AT_MOST,
        );
        for (at, text) in deliverables.iter().enumerate() {
            checks.text(&format!("{field}.deliverables.{at}"), text, DELIVERABLE);
        }
        if self
            .starts_on
            .zip(self.ends_on)
            .is_some_and(|(first, last)| first > last)
        {
            let path = format!("input.{field}.endsOn");
            checks.fault(UserError::invalid(
                &path,
                say!("this day is before the first one"),
            ));
        }
        let path = format!("input.{field}.billingBps");
        match (self.billing, self.billing_bps) {
            (Some(PhaseBilling::Percent), None) => checks.fault(UserError::required(&path)),
            (Some(PhaseBilling::Percent), Some(_)) | (_, None) => {}
            (
                None | Some(PhaseBilling::OnStart | PhaseBilling::OnComplete | PhaseBilling::Monthly),
                Some(_),
            ) => {
                let message = say!("a share is billed only where billing is PERCENT");
                checks.fault(UserError::invalid(&path, message));
            }
        }
    }
}

impl ContractUpdateInput {
    /// Whether it changes what only a draft lets change.
    pub(in crate::contracts) fn changes_what_is_agreed(&self) -> bool {
        let Self {
            id: _,
            expected_version: _,
            title,
            contract_type,
            not_to_exceed,
            manager_id,
            phases,
            auto_renew: _,
            notice_days: _,
            idempotency_key: _,
        } = self;
        !title.is_undefined()
            || !contract_type.is_undefined()
            || !not_to_exceed.is_undefined()
            || !manager_id.is_undefined()
            || phases.is_some()
    }

    /// Checks the form of the input.
    pub(in crate::contracts) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("title", &self.title);
        checks.not_cleared("contractType", &self.contract_type);
        checks.not_cleared("autoRenew", &self.auto_renew);
        checks.amount("notToExceed", self.not_to_exceed.value());
        if let Some(phases) = &self.phases {
            check_phases(&mut checks, phases);
        }
        checks.patch_text("title", &self.title, NAME);
        checks.range("noticeDays", self.notice_days.value().copied(), 0, 730);
        checks.done()
    }
}

impl ContractTransitionInput {
    /// Checks the form of the input.
    pub(in crate::contracts) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        match (&self.reason, self.to) {
            (None, ContractStatus::Terminated) => checks.fault(UserError::required("input.reason")),
            (reason, _) => checks.opt_text("reason", reason.as_ref(), NOTE),
        }
        checks.done()
    }
}
