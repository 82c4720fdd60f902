use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    engagement::{self, EngagementStatus, EngagementTerms},
    membership, project,
    value::{Date, DateTime, Id, MoneyInput, UnitPriceInput},
};

use crate::kernel::{
    check::{Checks, NOTE},
    error::{Result, UserError},
};

/// What is to be agreed with a freelancer for a project.
#[derive(Clone, Debug, InputObject)]
pub struct EngagementCreateInput {
    /// The freelancer.
    pub member_id: Id<membership::Entity>,
    /// The project.
    pub project_id: Id<project::Entity>,
    /// What the freelancer is paid for.
    pub terms: EngagementTerms,
    /// What an hour, the whole or a deliverable costs, as the terms say.
    pub rate: UnitPriceInput,
    /// What the freelancer may come to at the most, in the currency of the rate.
    pub cap_money: Option<MoneyInput>,
    /// How many minutes they may work at the most.
    pub cap_minutes: Option<i32>,
    /// The first day.
    pub starts_on: Date,
    /// The last day; none when left out.
    pub ends_on: Option<Date>,
    /// When they signed not to tell what they learn.
    pub nda_signed_at: Option<DateTime>,
    /// What else was agreed.
    pub note: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of an engagement. Terms, rate and first day are changed while it is a DRAFT only: work was booked by them. What is
/// left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct EngagementUpdateInput {
    /// Which engagement.
    pub id: Id<engagement::Entity>,
    /// Refuse if the engagement has another version.
    pub expected_version: Option<i32>,
    /// What the freelancer is paid for.
    pub terms: MaybeUndefined<EngagementTerms>,
    /// What an hour, the whole or a deliverable costs, as the terms say.
    pub rate: MaybeUndefined<UnitPriceInput>,
    /// What the freelancer may come to at the most, in the currency of the rate; not less than they have come to.
    pub cap_money: MaybeUndefined<MoneyInput>,
    /// How many minutes they may work at the most; not less than they have worked.
    pub cap_minutes: MaybeUndefined<i32>,
    /// The first day.
    pub starts_on: MaybeUndefined<Date>,
    /// The last day; not before a day of work that was booked.
    pub ends_on: MaybeUndefined<Date>,
    /// When they signed not to tell what they learn.
    pub nda_signed_at: MaybeUndefined<DateTime>,
    /// What else was agreed.
    pub note: MaybeUndefined<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Where an engagement goes from the state it is in.
#[derive(Clone, Debug, InputObject)]
pub struct EngagementTransitionInput {
    /// Which engagement.
    pub id: Id<engagement::Entity>,
    /// Refuse if the engagement has another version.
    pub expected_version: i32,
    /// The state it goes to: one of allowedTransitions. ENDED makes today its last day, unless it had an earlier one.
    pub to: EngagementStatus,
    /// Why.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl EngagementCreateInput {
    /// Checks the form of the input.
    pub(in crate::engagements) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        rate(&mut checks, Some(&self.rate));
        caps(&mut checks, self.cap_money.as_ref(), self.cap_minutes);
        checks.opt_text("note", self.note.as_ref(), NOTE);
        checks.done()
    }
}

impl EngagementUpdateInput {
    /// Checks the form of the input.
    pub(in crate::engagements) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("terms", &self.terms);
        checks.not_cleared("rate", &self.rate);
        checks.not_cleared("startsOn", &self.starts_on);
        rate(&mut checks, self.rate.value());
        caps(
            &mut checks,
            self.cap_money.value(),
            self.cap_minutes.value().copied(),
        );
        checks.patch_text("note", &self.note, NOTE);
        checks.done()
    }

    /// Whether it changes what work is priced by.
    pub(in crate::engagements) const fn changes_terms(&self) -> bool {
        !self.terms.is_undefined() || !self.rate.is_undefined() || !self.starts_on.is_undefined()
    }
}

impl EngagementTransitionInput {
    /// Checks the form of the input.
    pub(in crate::engagements) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("reason", self.reason.as_ref(), NOTE);
        checks.done()
    }
}

fn rate(checks: &mut Checks, rate: Option<&UnitPriceInput>) {
    match rate.map(UnitPriceInput::micro) {
        Some(Ok(micro)) if micro < 0 => {
            checks.fault(UserError::invalid(
                "input.rate.amount",
                say!("the amount is negative"),
            ));
        }
        Some(Err(error)) => checks.fault(UserError::invalid("input.rate.amount", error)),
        Some(Ok(_)) | None => {}
    }
}

fn caps(checks: &mut Checks, money: Option<&MoneyInput>, minutes: Option<i32>) {
    checks.amount("capMoney", money);
    checks.range("capMinutes", minutes, 1, i32::MAX);
}
