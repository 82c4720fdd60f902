use async_graphql::{Context, Object, Result, SimpleObject};

use crate::{
    graphql::{
        directives::requiresScope,
        errors::Shown,
        trial::{self, Running},
    },
    rates::{import::FxRatesImport, input::FxRatesImportInput, service::fx_import},
};

/// What came of importing what currencies were worth.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct FxRatesImportPayload {
    /// What has become of the rows, or would; null when there are errors.
    import: Option<FxRatesImport>,
    /// Why nothing was imported, row by row.
    errors: Vec<Shown>,
}

/// Importing what currencies were worth.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ImportMutation;

#[Object]
impl ImportMutation {
    /// Records what currencies were worth on many days, 1000 rates at once: all of them or none. A rate that is known for its day
    /// with another value is refused, unless it is to be replaced.
    #[graphql(directive = requiresScope::apply(vec!["fxRates:write".to_owned()]))]
    async fn fx_rates_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rates.")] input: FxRatesImportInput,
    ) -> Result<FxRatesImportPayload> {
        let running = Running {
            may: fx_import::may,
            is_dry_run: input.is_dry_run(),
        };
        let outcome = trial::run(ctx, input, running, |tx, input| {
            Box::pin(fx_import::import(tx, input))
        });
        let (import, errors) = trial::shown(outcome.await)?;
        Ok(FxRatesImportPayload { import, errors })
    }
}
