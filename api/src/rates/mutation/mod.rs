//! Root fields that write.

mod import;
mod record;

use async_graphql::MergedObject;

/// Rates, what currencies are worth, and which books are closed.
#[derive(Debug, Default, MergedObject)]
pub(crate) struct RatesMutation(record::RecordMutation, import::ImportMutation);
