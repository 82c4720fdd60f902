//! The day by which figures are taken.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::kernel::{
    actor::Actor,
    calendar::{month_of, next_day, start_of},
    error::{Code, Error, Result},
};

/// The day by which figures are taken, and what of it rows are compared with.
#[derive(Clone, Debug)]
pub(in crate::profit::query) struct Day {
    /// The day itself.
    pub(in crate::profit::query) last: NaiveDate,
    /// The first day of its month.
    pub(super) month: NaiveDate,
    /// The moment the next day begins.
    pub(super) after: DateTime<Utc>,
}

impl Day {
    /// # Errors
    /// `BAD_USER_INPUT` when the day is out of all proportion.
    pub(in crate::profit::query) fn of(actor: &Actor, day: NaiveDate) -> Result<Self> {
        let month = month_of(day, actor.calendar).filter(|_| (1900..=2200).contains(&day.year()));
        let month = month
            .ok_or_else(|| Error::coded(Code::BadUserInput, say!("a day from 1900 to 2200 is needed")))?;
        Ok(Self {
            last: day,
            month: month.from,
            after: start_of(next_day(day), &actor.time_zone),
        })
    }
}
