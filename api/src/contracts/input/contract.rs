use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    choice, client,
    contract::{self, ContractStatus, ContractType},
    membership,
    value::{CurrencyCode, Date, Id, MoneyInput},
};

use super::MOST_MINUTES;
use crate::kernel::{
    check::{Checks, NAME, NOTE, TEXT},
    error::{Result, UserError},
};

/// Phases of one contract at most.
const PHASES_AT_MOST: usize = 50;

choice! {
    /// When a phase is paid.
    PhaseBilling {
        /// When it begins.
        OnStart = "ON_START",
        /// When it is done.
        OnComplete = "ON_COMPLETE",
        /// In equal parts at the end of each month of it.
        Monthly = "MONTHLY",
        /// A share when it begins, the rest when it is done.
        Percent = "PERCENT",
    }
}

/// The contract to make, where the agency's policy asks for no accepted proposal first. It opens a project with phases, milestones, a
/// budget, a billing plan and a baseline in one step.
#[derive(Clone, Debug, InputObject)]
pub struct ContractCreateInput {
    /// The client.
    pub client_id: Id<client::Entity>,
    /// What it is about, at most 200 characters: also the name of the project.
    pub title: String,
    /// How the work is paid.
    pub contract_type: ContractType,
    /// The currency of its amounts; the client's when left out.
    pub currency: Option<CurrencyCode>,
    /// What is never invoiced beyond.
    pub not_to_exceed: Option<MoneyInput>,
    /// Who runs the project.
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
    /// The last day: the day that the client is told for its milestone.
    pub ends_on: Date,
    /// What the client pays for it.
    pub price: MoneyInput,
    /// What it is planned to cost. Left out in one phase, the project begins without a budget.
    pub planned_cost: Option<MoneyInput>,
    /// How long it is planned to take.
    pub minutes: Option<i32>,
    /// What the client accepts it by.
    pub acceptance_criteria: Option<String>,
    /// When it is paid; ON_COMPLETE when left out.
    pub billing: Option<PhaseBilling>,
    /// The share that is paid when it begins, in hundredths of a percent: for PERCENT only.
    pub billing_bps: Option<i32>,
}

/// What to change of a contract: nothing that the client agreed to. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct ContractUpdateInput {
    /// Which contract.
    pub id: Id<contract::Entity>,
    /// Refuse if the contract has another version.
    pub expected_version: Option<i32>,
    /// What it is about.
    pub title: MaybeUndefined<String>,
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
        if self.phases.is_empty() {
            checks.fault(UserError::required("input.phases"));
        }
        checks.at_most("phases", self.phases.len(), PHASES_AT_MOST);
        for (at, phase) in self.phases.iter().enumerate() {
            phase.check(&mut checks, &format!("phases.{at}"));
        }
        checks.done()
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
        checks.range(&format!("{field}.billingBps"), self.billing_bps, 1, 9_999);
        if self.starts_on.is_some_and(|first| first > self.ends_on) {
            let path = format!("input.{field}.endsOn");
            checks.fault(UserError::invalid(&path, "this day is before the first one"));
        }
        let path = format!("input.{field}.billingBps");
        match (self.billing, self.billing_bps) {
            (Some(PhaseBilling::Percent), None) => checks.fault(UserError::required(&path)),
            (Some(PhaseBilling::Percent), Some(_)) | (_, None) => {}
            (_, Some(_)) => checks.fault(UserError::invalid(&path, "a share is given for PERCENT only")),
        }
    }
}

impl ContractUpdateInput {
    /// Checks the form of the input.
    pub(in crate::contracts) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("title", &self.title);
        checks.not_cleared("autoRenew", &self.auto_renew);
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
