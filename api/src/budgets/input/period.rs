use async_graphql::InputObject;
use entity::{
    budget_line,
    value::{Date, Id, MoneyInput},
};

use crate::kernel::{
    check::Checks,
    error::{Result, UserError},
};

/// The most months that a line is spread over.
pub const MOST_MONTHS: usize = 60;

/// How to spread a line over months: month by month, or evenly from one month to another. The months it had before are forgotten.
#[derive(Clone, Debug, InputObject)]
pub struct BudgetLinePeriodsSetInput {
    /// Which line, of a draft or of the approved version.
    pub id: Id<budget_line::Entity>,
    /// Refuse if the line has another version.
    pub expected_version: Option<i32>,
    /// What is meant for each month, 60 at most; their sum is the line. None at all, and the line is not spread.
    pub periods: Option<Vec<BudgetPeriodInput>>,
    /// Any day of the first month to spread it over evenly.
    pub starts_on: Option<Date>,
    /// Any day of the last month to spread it over evenly.
    pub ends_on: Option<Date>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What of a line is meant for one month.
#[derive(Clone, Debug, InputObject)]
pub struct BudgetPeriodInput {
    /// Any day of the month.
    pub month: Date,
    /// How much, in the budget's currency.
    pub amount: Option<MoneyInput>,
    /// How long, of a budget in minutes.
    pub minutes: Option<i32>,
}

impl BudgetLinePeriodsSetInput {
    /// Checks the form of the input.
    pub(in crate::budgets) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.at_most("periods", self.periods.as_ref().map_or(0, Vec::len), MOST_MONTHS);
        match (&self.periods, self.starts_on, self.ends_on) {
            (Some(_), None, None) => {}
            (Some(_), _, _) => {
                let message = say!("give the months or spread the line evenly, not both");
                checks.fault(UserError::invalid("input.periods", message));
            }
            (None, Some(from), Some(to)) if to.0 < from.0 => {
                let message = say!("this day is before the first one");
                checks.fault(UserError::invalid("input.endsOn", message));
            }
            (None, Some(_), Some(_)) => {}
            (None, Some(_), None) => checks.fault(UserError::required("input.endsOn")),
            (None, None, Some(_)) => checks.fault(UserError::required("input.startsOn")),
            (None, None, None) => checks.fault(UserError::required("input.periods")),
        }
        checks.done()
    }
}
