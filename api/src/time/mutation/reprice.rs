use async_graphql::{Context, Object, Result, SimpleObject};

use crate::{
    graphql::{
        directives::requiresScope,
        errors::Shown,
        trial::{self, Running},
    },
    time::{input::TimeEntriesRepriceInput, repricing::TimeRepricing, service::reprice},
};

/// What came of pricing work anew.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct TimeEntriesRepricePayload {
    /// What has changed, or would change; null when there are errors.
    repricing: Option<TimeRepricing>,
    /// Why nothing was changed.
    errors: Vec<Shown>,
}

/// Pricing anew what was booked.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RepriceMutation;

#[Object]
impl RepriceMutation {
    /// Looks up anew what work of a project cost and sells for, by the day of the work, and books what has changed anew. Work
    /// booked in closed books is left alone, and a price that was given with the work stays. Up to 1000 time entries at once.
    #[graphql(directive = requiresScope::apply(vec!["costs:write".to_owned()]))]
    async fn time_entries_reprice(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to price anew, and why.")] input: TimeEntriesRepriceInput,
    ) -> Result<TimeEntriesRepricePayload> {
        let running = Running {
            may: reprice::may,
            is_dry_run: input.is_dry_run(),
        };
        let outcome = trial::run(ctx, input, running, |tx, input| {
            Box::pin(reprice::reprice(tx, input))
        });
        let (repricing, errors) = trial::shown(outcome.await)?;
        Ok(TimeEntriesRepricePayload { repricing, errors })
    }
}
