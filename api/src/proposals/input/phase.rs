use async_graphql::{InputObject, MaybeUndefined};
use chrono::NaiveDate;
use entity::{
    proposal_phase::{self, PhaseBilling},
    proposal_version,
    value::{Date, Id, MoneyInput},
};

use super::{WHOLE_BPS, position};
use crate::kernel::{
    check::{Checks, NAME, NOTE, TEXT},
    error::{Result, UserError},
};

/// Things that a phase delivers.
const DELIVERABLES_AT_MOST: usize = 50;
/// The longest name of one.
const DELIVERABLE: usize = 500;
/// The longest time, in days: a hundred years.
const DAYS_AT_MOST: i32 = 36_500;

/// A part of the work that is offered. It has either dates, or days from the beginning, or none yet.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalPhaseEntryInput {
    /// What it is called, at most 200 characters.
    pub name: String,
    /// What it is to bring.
    pub goal: Option<String>,
    /// The day it begins.
    pub starts_on: Option<Date>,
    /// The day it ends.
    pub ends_on: Option<Date>,
    /// Days from the beginning of the work to its own.
    pub start_offset_days: Option<i32>,
    /// How many days it takes.
    pub duration_days: Option<i32>,
    /// What it delivers, at most 50.
    pub deliverables: Option<Vec<String>>,
    /// What it is planned to cost the agency. The client never sees it.
    pub planned_cost: Option<MoneyInput>,
    /// When it is billed; `ON_COMPLETE` when left out.
    pub billing: Option<PhaseBilling>,
    /// The share that is billed when it begins, in hundredths of a percent; needed where billing is PERCENT, and only there.
    pub billing_bps: Option<i32>,
    /// What it is accepted by.
    pub acceptance_criteria: Option<String>,
    /// What is reached at its end.
    pub milestone_name: Option<String>,
}

/// The phase to add to a version.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalPhaseCreateInput {
    /// The version, which is being written.
    pub proposal_version_id: Id<proposal_version::Entity>,
    /// Its place among the phases; after the last when left out.
    pub position: Option<i32>,
    /// The phase.
    pub phase: ProposalPhaseEntryInput,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a phase. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalPhaseUpdateInput {
    /// Which phase.
    pub id: Id<proposal_phase::Entity>,
    /// Refuse if the phase has another version.
    pub expected_version: Option<i32>,
    /// Its place among the phases.
    pub position: MaybeUndefined<i32>,
    /// What it is called.
    pub name: MaybeUndefined<String>,
    /// What it is to bring.
    pub goal: MaybeUndefined<String>,
    /// The day it begins.
    pub starts_on: MaybeUndefined<Date>,
    /// The day it ends.
    pub ends_on: MaybeUndefined<Date>,
    /// Days from the beginning of the work to its own.
    pub start_offset_days: MaybeUndefined<i32>,
    /// How many days it takes.
    pub duration_days: MaybeUndefined<i32>,
    /// What it delivers, in place of what stands there.
    pub deliverables: MaybeUndefined<Vec<String>>,
    /// What it is planned to cost the agency.
    pub planned_cost: MaybeUndefined<MoneyInput>,
    /// When it is billed.
    pub billing: MaybeUndefined<PhaseBilling>,
    /// The share that is billed when it begins, in hundredths of a percent.
    pub billing_bps: MaybeUndefined<i32>,
    /// What it is accepted by.
    pub acceptance_criteria: MaybeUndefined<String>,
    /// What is reached at its end.
    pub milestone_name: MaybeUndefined<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which phase to take out, with its lines.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalPhaseRemoveInput {
    /// Which phase.
    pub id: Id<proposal_phase::Entity>,
    /// Refuse if the phase has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// When a phase is, and when it is billed: what has to fit together.
#[derive(Clone, Copy, Debug)]
pub(in crate::proposals) struct Span {
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub start_offset_days: Option<i32>,
    pub duration_days: Option<i32>,
    pub billing: PhaseBilling,
    pub billing_bps: Option<i32>,
}

impl Span {
    /// Checks that it fits together; `at` is the input's part that it stands in, with a dot at its end.
    pub(in crate::proposals) fn check(&self, at: &str) -> Result<(), UserError> {
        if self
            .starts_on
            .zip(self.ends_on)
            .is_some_and(|(from, to)| to < from)
        {
            return Err(UserError::invalid(
                &format!("input.{at}endsOn"),
                say!("this day is before the first one"),
            ));
        }
        let has_dates = self.starts_on.is_some() || self.ends_on.is_some();
        if has_dates && (self.start_offset_days.is_some() || self.duration_days.is_some()) {
            return Err(UserError::invalid(
                &format!("input.{at}startOffsetDays"),
                say!("a phase has either dates or days from the beginning"),
            ));
        }
        match (self.billing, self.billing_bps) {
            (PhaseBilling::Percent, None) => Err(UserError::required(&format!("input.{at}billingBps"))),
            (PhaseBilling::OnStart | PhaseBilling::OnComplete | PhaseBilling::Monthly, Some(_)) => {
                Err(UserError::invalid(
                    &format!("input.{at}billingBps"),
                    say!("a share is billed only where billing is PERCENT"),
                ))
            }
            (PhaseBilling::Percent, Some(_))
            | (PhaseBilling::OnStart | PhaseBilling::OnComplete | PhaseBilling::Monthly, None) => Ok(()),
        }
    }
}

impl ProposalPhaseEntryInput {
    /// When it is, and when it is billed.
    pub(in crate::proposals) fn span(&self) -> Span {
        Span {
            starts_on: self.starts_on.map(Into::into),
            ends_on: self.ends_on.map(Into::into),
            start_offset_days: self.start_offset_days,
            duration_days: self.duration_days,
            billing: self.billing.unwrap_or(PhaseBilling::OnComplete),
            billing_bps: self.billing_bps,
        }
    }

    pub(super) fn check(&self, checks: &mut Checks, at: &str) {
        checks.text(&format!("{at}name"), &self.name, NAME);
        checks.opt_text(&format!("{at}goal"), self.goal.as_ref(), NOTE);
        numbers(
            checks,
            at,
            [self.start_offset_days, self.duration_days, self.billing_bps],
        );
        deliverables(checks, at, self.deliverables.as_deref());
        checks.opt_text(
            &format!("{at}acceptanceCriteria"),
            self.acceptance_criteria.as_ref(),
            TEXT,
        );
        checks.opt_text(&format!("{at}milestoneName"), self.milestone_name.as_ref(), NAME);
        if let Err(error) = self.span().check(at) {
            checks.fault(error);
        }
    }
}

fn numbers(checks: &mut Checks, at: &str, [offset, duration, share]: [Option<i32>; 3]) {
    checks.range(&format!("{at}startOffsetDays"), offset, 0, DAYS_AT_MOST);
    checks.range(&format!("{at}durationDays"), duration, 1, DAYS_AT_MOST);
    checks.range(&format!("{at}billingBps"), share, 1, WHOLE_BPS);
}

fn deliverables(checks: &mut Checks, at: &str, texts: Option<&[String]>) {
    let texts = texts.unwrap_or_default();
    checks.at_most(&format!("{at}deliverables"), texts.len(), DELIVERABLES_AT_MOST);
    for (nth, text) in texts.iter().enumerate() {
        checks.text(&format!("{at}deliverables.{nth}"), text, DELIVERABLE);
    }
}

impl ProposalPhaseCreateInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        position(&mut checks, "position", self.position);
        self.phase.check(&mut checks, "phase.");
        checks.done()
    }
}

impl ProposalPhaseUpdateInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("position", &self.position);
        checks.not_cleared("name", &self.name);
        checks.not_cleared("billing", &self.billing);
        position(&mut checks, "position", super::given(&self.position));
        checks.patch_text("name", &self.name, NAME);
        checks.patch_text("goal", &self.goal, NOTE);
        checks.patch_text("acceptanceCriteria", &self.acceptance_criteria, TEXT);
        checks.patch_text("milestoneName", &self.milestone_name, NAME);
        let [offset, duration, share] =
            [&self.start_offset_days, &self.duration_days, &self.billing_bps].map(super::given);
        numbers(&mut checks, "", [offset, duration, share]);
        deliverables(&mut checks, "", self.deliverables.value().map(Vec::as_slice));
        checks.done()
    }
}
