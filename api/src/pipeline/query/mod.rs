//! Root fields with figures.

mod estimate_figures;
mod forecast;

use async_graphql::{Context, Object, Result};
use entity::{
    estimate, opportunity,
    value::{Date, Id},
};

use self::{estimate_figures::EstimateFigures, forecast::OpportunityForecast};
use crate::{
    graphql::directives::{requiresScope, semanticNonNull},
    read::FilterOf,
};

/// What opportunities and estimates come to.
#[derive(Clone, Copy, Debug, Default)]
pub struct PipelineQuery;

#[Object]
impl PipelineQuery {
    /// What open opportunities are worth, by the month they are expected to close in and by currency. Months are those of the
    /// agency's calendar, 240 at most; those without an opportunity are left out. Of opportunities the caller may see.
    #[graphql(
        directive = semanticNonNull::apply(),
        directive = requiresScope::apply(vec!["prices:read".to_owned()])
    )]
    async fn opportunity_forecast(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Tests that the opportunities fulfil.")] filter: Option<
            FilterOf<opportunity::Entity>,
        >,
        #[graphql(desc = "The first day they are expected to close on.")] from: Date,
        #[graphql(desc = "The day after the last one.")] until: Date,
    ) -> Option<Result<Vec<OpportunityForecast>>> {
        Some(forecast::forecast(ctx, filter.as_ref(), from.into(), until.into()).await)
    }

    /// What an estimate comes to, phase by phase and in all. Null when the caller may not see it.
    async fn estimate_figures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The estimate.")] id: Id<estimate::Entity>,
    ) -> Option<Result<EstimateFigures>> {
        estimate_figures::of(ctx, id).await.transpose()
    }
}
