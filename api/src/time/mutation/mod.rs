//! Root fields that write.

mod booking;
mod reprice;

use async_graphql::MergedObject;

/// Time entries, timers and expenses.
#[derive(Debug, Default, MergedObject)]
pub(crate) struct TimeMutation(booking::BookingMutation, reprice::RepriceMutation);
