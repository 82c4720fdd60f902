use chrono::NaiveDate;
use entity::account_assignment::{self, Column};
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait},
};

use crate::kernel::error::UserError;

/// The days that an assignment holds: from the first to the one before `until`, or without end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
}

impl Span {
    pub(super) fn of(assignment: &account_assignment::Model) -> Self {
        Self {
            from: assignment.starts_on,
            until: assignment.ends_on,
        }
    }

    /// Holds for one day at least.
    pub(super) fn check(self) -> Result<(), UserError> {
        if self.until.is_some_and(|until| until <= self.from) {
            return Err(UserError::invalid(
                "input.endsOn",
                say!("the day it ends is after the day it starts"),
            ));
        }
        Ok(())
    }

    /// The condition that another assignment holds on one of these days. What was ended before it began holds on none.
    pub(super) fn overlaps(self) -> Condition {
        let ends_later = Condition::any()
            .add(Column::EndsOn.is_null())
            .add(Column::EndsOn.gt(self.from));
        let holds = Condition::any()
            .add(Column::EndsOn.is_null())
            .add(Expr::col(Column::EndsOn).gt(Expr::col(Column::StartsOn)));
        Condition::all()
            .add(ends_later)
            .add(holds)
            .add_option(self.until.map(|until| Column::StartsOn.lt(until)))
    }

    /// Why these days are not to be had.
    pub(super) fn taken_by(self, other: &account_assignment::Model) -> UserError {
        let (from, until) = (other.starts_on, other.ends_on);
        if from > self.from {
            return UserError::invalid("input.endsOn", say!("another lead begins on {from}", from));
        }
        let taken = match until {
            None => say!("another lead answers for the client since {from}", from),
            Some(until) => say!(
                "another lead answers for the client from {from} until {until}",
                from,
                until
            ),
        };
        UserError::invalid("input.startsOn", taken)
    }
}
