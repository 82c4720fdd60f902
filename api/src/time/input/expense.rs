use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    commitment, expense, file, membership, phase, project,
    time_entry::BookingStatus,
    value::{Date, Id, MoneyInput},
};

use super::{CATEGORY, step};
use crate::kernel::{
    check::{Checks, NAME, NOTE},
    error::{Result, UserError},
};

/// The most that is put on top: a thousand times the cost.
const MOST_MARKUP: i32 = 10_000_000;

/// The expense to book.
#[derive(Clone, Debug, InputObject)]
pub struct ExpenseCreateInput {
    /// The project.
    pub project_id: Id<project::Entity>,
    /// The phase it belongs to, of the same project.
    pub phase_id: Option<Id<phase::Entity>>,
    /// Who bought it; the caller when left out. Those who run projects book for others too.
    pub member_id: Option<Id<membership::Entity>>,
    /// Its category, at most 64 characters.
    pub category: Option<String>,
    /// What was bought.
    pub description: String,
    /// Who sold it.
    pub vendor: Option<String>,
    /// The day it was bought, not ahead; today when left out.
    pub spent_on: Option<Date>,
    /// The day to book it on, when the books of the day it was bought are closed.
    pub booked_on: Option<Date>,
    /// What was paid, without tax. Another currency than the project's is changed by the dated rate.
    pub paid: MoneyInput,
    /// The tax on it, in the same currency.
    pub tax: Option<MoneyInput>,
    /// What is put on top for the client, in hundredths of a percent; 0 when left out. Only for those who may see costs.
    pub markup_bps: Option<i32>,
    /// Whether the client pays for it; true when left out.
    pub billable: Option<bool>,
    /// Whether it is spent in the client's name, such as money for advertising; false when left out.
    pub pass_through: Option<bool>,
    /// Who gets the money back.
    pub reimburse_to_id: Option<Id<membership::Entity>>,
    /// The commitment that it uses, an open one of the project: what it costs is drawn from that, as far as there is something left.
    pub commitment_id: Option<Id<commitment::Entity>>,
    /// The file that proves it: one that has arrived and proves no other expense.
    pub receipt_id: Option<Id<file::Entity>>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of an expense that is a DRAFT. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct ExpenseUpdateInput {
    /// Which expense.
    pub id: Id<expense::Entity>,
    /// Refuse if the expense has another version.
    pub expected_version: Option<i32>,
    /// The phase it belongs to, of the same project.
    pub phase_id: MaybeUndefined<Id<phase::Entity>>,
    /// Its category.
    pub category: MaybeUndefined<String>,
    /// What was bought.
    pub description: MaybeUndefined<String>,
    /// Who sold it.
    pub vendor: MaybeUndefined<String>,
    /// The day it was bought, not ahead.
    pub spent_on: MaybeUndefined<Date>,
    /// The day to book it on.
    pub booked_on: MaybeUndefined<Date>,
    /// What was paid, without tax.
    pub paid: MaybeUndefined<MoneyInput>,
    /// The tax on it, in the same currency.
    pub tax: MaybeUndefined<MoneyInput>,
    /// What is put on top for the client, in hundredths of a percent. Only for those who may see costs.
    pub markup_bps: MaybeUndefined<i32>,
    /// Whether the client pays for it.
    pub billable: MaybeUndefined<bool>,
    /// Whether it is spent in the client's name.
    pub pass_through: MaybeUndefined<bool>,
    /// Who gets the money back.
    pub reimburse_to_id: MaybeUndefined<Id<membership::Entity>>,
    /// The commitment that it uses, an open one of the project.
    pub commitment_id: MaybeUndefined<Id<commitment::Entity>>,
    /// The file that proves it: one that has arrived and proves no other expense.
    pub receipt_id: MaybeUndefined<Id<file::Entity>>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Where an expense goes from the state it is in.
#[derive(Clone, Debug, InputObject)]
pub struct ExpenseTransitionInput {
    /// Which expense.
    pub id: Id<expense::Entity>,
    /// Refuse if the expense has another version.
    pub expected_version: i32,
    /// The state it goes to: one of allowedTransitions.
    pub to: BookingStatus,
    /// Why; needed for REJECTED.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which expense to discard.
#[derive(Clone, Debug, InputObject)]
pub struct ExpenseDiscardInput {
    /// Which expense: a DRAFT.
    pub id: Id<expense::Entity>,
    /// Refuse if the expense has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl ExpenseCreateInput {
    /// Checks the form of the input.
    pub(in crate::time) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("category", self.category.as_ref(), CATEGORY);
        checks.text("description", &self.description, NOTE);
        checks.opt_text("vendor", self.vendor.as_ref(), NAME);
        checks.amount("paid", Some(&self.paid));
        checks.amount("tax", self.tax.as_ref());
        checks.range("markupBps", self.markup_bps, 0, MOST_MARKUP);
        if self.tax.is_some_and(|tax| tax.currency != self.paid.currency) {
            checks.fault(UserError::invalid(
                "input.tax.currency",
                say!("the tax is in the currency that was paid in"),
            ));
        }
        checks.done()
    }
}

impl ExpenseUpdateInput {
    /// Checks the form of the input.
    pub(in crate::time) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("description", &self.description);
        checks.not_cleared("spentOn", &self.spent_on);
        checks.not_cleared("bookedOn", &self.booked_on);
        checks.not_cleared("paid", &self.paid);
        checks.not_cleared("tax", &self.tax);
        checks.not_cleared("markupBps", &self.markup_bps);
        checks.not_cleared("billable", &self.billable);
        checks.not_cleared("passThrough", &self.pass_through);
        checks.patch_text("category", &self.category, CATEGORY);
        checks.patch_text("description", &self.description, NOTE);
        checks.patch_text("vendor", &self.vendor, NAME);
        checks.amount("paid", self.paid.value());
        checks.amount("tax", self.tax.value());
        checks.range("markupBps", self.markup_bps.value().copied(), 0, MOST_MARKUP);
        checks.done()
    }
}

impl ExpenseTransitionInput {
    /// Checks the form of the input.
    pub(in crate::time) fn check(&self) -> Result<()> {
        step(self.to, self.reason.as_ref())
    }
}
