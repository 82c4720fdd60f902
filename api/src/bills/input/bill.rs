use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    engagement,
    freelancer_bill::{self, FreelancerBillStatus},
    phase, time_entry,
    value::{Date, Id, MoneyInput},
};

use crate::kernel::{
    check::{Checks, NOTE},
    error::{Result, UserError},
};

/// The longest number.
const NUMBER: usize = 64;
/// The most lines of a bill.
const MOST_LINES: usize = 200;

/// The bill to write.
#[derive(Clone, Debug, InputObject)]
pub struct FreelancerBillCreateInput {
    /// The engagement.
    pub engagement_id: Id<engagement::Entity>,
    /// The freelancer's own number, at most 64 characters.
    pub number: String,
    /// The day of the bill, not ahead; today when left out.
    pub billed_on: Option<Date>,
    /// The phase that it is for, of the engagement's project.
    pub phase_id: Option<Id<phase::Entity>>,
    /// What else is to be said.
    pub note: Option<String>,
    /// Its lines, 1 to 200.
    pub lines: Vec<FreelancerBillLineInput>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// A line of a bill.
#[derive(Clone, Debug, InputObject)]
pub struct FreelancerBillLineInput {
    /// The work it is for: of the engagement, and on no other bill.
    pub time_entry_id: Option<Id<time_entry::Entity>>,
    /// What it is for; what was noted of the work when left out, and needed where it is for no work.
    pub description: Option<String>,
    /// How much, in the engagement's currency. When left out: what the work brings by the hour; the rate of the engagement, for
    /// something delivered or for the whole.
    pub amount: Option<MoneyInput>,
}

/// What to change of a bill that is a DRAFT or DISPUTED. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct FreelancerBillUpdateInput {
    /// Which bill.
    pub id: Id<freelancer_bill::Entity>,
    /// Refuse if the bill has another version.
    pub expected_version: Option<i32>,
    /// The freelancer's own number.
    pub number: MaybeUndefined<String>,
    /// The day of the bill, not ahead.
    pub billed_on: MaybeUndefined<Date>,
    /// The phase that it is for.
    pub phase_id: MaybeUndefined<Id<phase::Entity>>,
    /// What else is to be said.
    pub note: MaybeUndefined<String>,
    /// Its lines, 1 to 200, in place of those it has.
    pub lines: Option<Vec<FreelancerBillLineInput>>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Where a bill goes from the state it is in.
#[derive(Clone, Debug, InputObject)]
pub struct FreelancerBillTransitionInput {
    /// Which bill.
    pub id: Id<freelancer_bill::Entity>,
    /// Refuse if the bill has another version.
    pub expected_version: i32,
    /// The state it goes to: one of allowedTransitions.
    pub to: FreelancerBillStatus,
    /// Why; needed for DISPUTED.
    pub reason: Option<String>,
    /// The day it was paid, for PAID; today when left out.
    pub paid_on: Option<Date>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl FreelancerBillCreateInput {
    /// Checks the form of the input.
    pub(in crate::bills) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("number", &self.number, NUMBER);
        checks.opt_text("note", self.note.as_ref(), NOTE);
        lines(&mut checks, &self.lines);
        checks.done()
    }
}

impl FreelancerBillUpdateInput {
    /// Checks the form of the input.
    pub(in crate::bills) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("number", &self.number);
        checks.not_cleared("billedOn", &self.billed_on);
        checks.patch_text("number", &self.number, NUMBER);
        checks.patch_text("note", &self.note, NOTE);
        if let Some(given) = &self.lines {
            lines(&mut checks, given);
        }
        checks.done()
    }
}

impl FreelancerBillTransitionInput {
    /// Checks the form of the input.
    pub(in crate::bills) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        match (&self.reason, self.to) {
            (None, FreelancerBillStatus::Disputed) => checks.fault(UserError::required("input.reason")),
            (reason, _) => checks.opt_text("reason", reason.as_ref(), NOTE),
        }
        if self.paid_on.is_some() && self.to != FreelancerBillStatus::Paid {
            checks.fault(UserError::invalid(
                "input.paidOn",
                say!("a day is kept for PAID only"),
            ));
        }
        checks.done()
    }
}

fn lines(checks: &mut Checks, lines: &[FreelancerBillLineInput]) {
    if lines.is_empty() {
        checks.fault(UserError::required("input.lines"));
    }
    checks.at_most("lines", lines.len(), MOST_LINES);
    for (at, line) in lines.iter().enumerate().take(MOST_LINES) {
        checks.opt_text(
            &format!("lines.{at}.description"),
            line.description.as_ref(),
            NOTE,
        );
        checks.amount(&format!("lines.{at}.amount"), line.amount.as_ref());
        if line.time_entry_id.is_none() && line.description.is_none() {
            checks.fault(UserError::required(&format!("input.lines.{at}.description")));
        }
    }
}
