//! Which part of a list is asked for.

use async_graphql::Value;

use super::{
    error::ReadError,
    order::{self, Mark, Place, Term},
};
use crate::kernel::sql::Binds;

/// Records on a page when the caller does not say.
const USUAL: i64 = 25;
/// Records on a page at most.
const AT_MOST: i64 = 100;

/// A part of a list.
#[derive(Debug)]
pub(super) struct Page {
    /// How many records.
    pub size: i64,
    /// Counted from the end.
    pub backward: bool,
    /// What ties cursors to the list.
    pub mark: Mark,
    /// Whether one more record was fetched, to see if there is one.
    pub looked_further: bool,
    after: Option<Place>,
    before: Option<Place>,
}

impl Page {
    /// Reads `first`, `after`, `last` and `before`.
    pub(super) fn read(
        [first, after, last, before]: [Option<Value>; 4],
        terms: &[Term],
        mark: Mark,
    ) -> Result<Self, ReadError> {
        if first.is_some() && last.is_some() {
            return Err(ReadError::bad(say!("give first or last, not both")));
        }
        let backward = last.is_some();
        let size = match first.or(last) {
            None => USUAL,
            Some(Value::Number(number)) => number.as_i64().unwrap_or(0),
            Some(_) => 0,
        };
        if !(1..=AT_MOST).contains(&size) {
            return Err(ReadError::bad(say!(
                "first and last take 1 to {AT_MOST}",
                AT_MOST
            )));
        }
        let place = |cursor: Option<Value>| match cursor {
            None => Ok(None),
            Some(Value::String(text)) => {
                let place = order::read_cursor(mark, &text)?;
                (place.len() == terms.len())
                    .then_some(Some(place))
                    .ok_or(ReadError::InvalidCursor)
            }
            Some(_) => Err(ReadError::InvalidCursor),
        };
        Ok(Self {
            size,
            backward,
            after: place(after)?,
            before: place(before)?,
            mark,
            looked_further: false,
        })
    }

    /// The conditions that rows of the page fulfil.
    pub(super) fn conditions(
        &self,
        terms: &[Term],
        row: &str,
        binds: &mut Binds,
    ) -> Result<Vec<String>, ReadError> {
        let places = [(&self.after, false), (&self.before, true)];
        let conditions = places.into_iter().filter_map(|(place, before)| {
            let place = place.as_ref()?;
            Some(order::beyond(terms, place, row, before, binds).ok_or(ReadError::InvalidCursor))
        });
        conditions.collect()
    }

    /// Whether records follow and precede the page, when `more` were found beyond it.
    pub(super) fn ends(&self, more: bool) -> (bool, bool) {
        if self.backward {
            (self.before.is_some(), more)
        } else {
            (more, self.after.is_some())
        }
    }
}
