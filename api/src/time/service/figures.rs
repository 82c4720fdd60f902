//! What an expense is worth: what was paid, in the project's currency, and what the client pays for it.

use chrono::NaiveDate;
use entity::{
    expense, project,
    value::{MoneyInput, exact::share},
};
use sea_orm::ActiveValue::Set;

use crate::{
    kernel::{
        error::{Result, UserError},
        tx::Tx,
    },
    rates::service::fx,
    time::input::ExpenseUpdateInput,
};

/// A whole in hundredths of a percent.
const WHOLE: i64 = 10_000;

/// What an expense is worth.
pub(super) struct Figures {
    pub(super) paid: MoneyInput,
    pub(super) tax: i64,
    pub(super) markup_bps: i32,
    pub(super) billable: bool,
    pub(super) on: NaiveDate,
}

impl Figures {
    /// What it is worth after a change.
    pub(super) fn after(
        expense: &expense::Model,
        input: &ExpenseUpdateInput,
        row: &expense::ActiveModel,
    ) -> Result<Self> {
        let known = entity::value::Money::of_minor(expense.paid_minor, expense.paid_currency);
        let paid = input.paid.value().copied().unwrap_or(MoneyInput {
            amount: known.amount,
            currency: known.currency,
        });
        let tax = match input.tax.value() {
            Some(tax) if tax.currency != paid.currency => {
                let message = say!("the tax is in the currency that was paid in");
                return Err(UserError::invalid("input.tax.currency", message).into());
            }
            Some(tax) => minor(tax, "input.tax")?,
            None => expense.tax_minor,
        };
        Ok(Self {
            paid,
            tax,
            markup_bps: input.markup_bps.value().copied().unwrap_or(expense.markup_bps),
            billable: input.billable.value().copied().unwrap_or(expense.billable),
            on: row.spent_on.try_as_ref().copied().unwrap_or(expense.spent_on),
        })
    }

    /// Whether that is something else than before.
    pub(super) fn differ(&self, expense: &expense::Model) -> bool {
        let Self {
            paid,
            tax,
            markup_bps,
            billable,
            on,
        } = self;
        paid.minor() != Ok(expense.paid_minor)
            || paid.currency != expense.paid_currency
            || *tax != expense.tax_minor
            || *markup_bps != expense.markup_bps
            || *billable != expense.billable
            || *on != expense.spent_on
    }

    /// Writes the figures into the changes of an expense. Without a dated rate another currency is refused: a cost is never
    /// guessed.
    pub(super) async fn apply(
        self,
        tx: &Tx,
        project: &project::Model,
        row: &mut expense::ActiveModel,
    ) -> Result<()> {
        let paid = minor(&self.paid, "input.paid")?;
        let currencies = (self.paid.currency, project.currency);
        let worth = fx::converted(tx, paid, currencies, self.on, "input.paid.currency").await?;
        let too_large = || UserError::too_large("input.paid.amount", say!("the amount is too large"));
        let price = share(worth.amount, WHOLE + i64::from(self.markup_bps), WHOLE).ok_or_else(too_large)?;
        row.paid_minor = Set(paid);
        row.tax_minor = Set(self.tax);
        row.paid_currency = Set(self.paid.currency);
        row.cost_minor = Set(worth.amount);
        row.fx_rate = Set((self.paid.currency != project.currency).then_some(worth.rate));
        row.markup_bps = Set(self.markup_bps);
        row.price_minor = Set(if self.billable { price } else { 0 });
        Ok(())
    }
}

/// The minor units of an amount.
pub(super) fn minor(money: &MoneyInput, path: &str) -> Result<i64> {
    Ok(money
        .minor()
        .map_err(|error| UserError::invalid(&format!("{path}.amount"), error))?)
}
