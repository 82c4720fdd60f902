//! Root fields with figures.

mod explain;
mod portfolio;
mod read;
mod shown;

use async_graphql::{Context, Object, Result};
use entity::{
    project,
    value::{Date, Id},
};

use self::{
    portfolio::PortfolioFinancials,
    shown::{FinancialsGrouping, ProfitChange, ProjectFinancials},
};
use super::figures::ProfitView;
use crate::{
    graphql::directives::{requiresScope, semanticNonNull},
    read::FilterOf,
};

/// What projects earn.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProfitQuery;

#[Object]
impl ProfitQuery {
    /// What a project may cost, costs and earns. Null when the caller may not see it.
    #[graphql(directive = requiresScope::apply(vec!["costs:read".to_owned()]))]
    async fn project_financials(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] id: Id<project::Entity>,
        #[graphql(desc = "The day by which figures are taken; today when it is left out.")] as_of: Option<
            Date,
        >,
        #[graphql(
            desc = "Which revenue and which cost the profit is made of; CONTRACTED when it is left out."
        )]
        view: Option<ProfitView>,
        #[graphql(desc = "What entries of the ledger are grouped by.")] group_by: Option<FinancialsGrouping>,
    ) -> Option<Result<ProjectFinancials>> {
        let view = view.unwrap_or(ProfitView::Contracted);
        portfolio::project(ctx, id, as_of, view, group_by)
            .await
            .transpose()
    }

    /// What projects may cost, cost and earn, in the order of their codes, and what they come to together. Of projects the caller
    /// may see.
    #[graphql(
        directive = semanticNonNull::apply(),
        directive = requiresScope::apply(vec!["costs:read".to_owned()])
    )]
    async fn portfolio_financials(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Tests that the projects fulfil.")] filter: Option<FilterOf<project::Entity>>,
        #[graphql(desc = "The day by which figures are taken; today when it is left out.")] as_of: Option<
            Date,
        >,
        #[graphql(
            desc = "Which revenue and which cost the profit is made of; CONTRACTED when it is left out."
        )]
        view: Option<ProfitView>,
        #[graphql(desc = "How many projects: 1 to 100, 25 when it is left out.")] first: Option<i32>,
        #[graphql(desc = "The end cursor of the page before.")] after: Option<String>,
    ) -> Option<Result<PortfolioFinancials>> {
        let view = view.unwrap_or(ProfitView::Contracted);
        Some(portfolio::portfolio(ctx, filter.as_ref(), as_of, view, (first, after)).await)
    }

    /// Why the net profit of a project moved from the end of one day to the end of another: rows that add up to the change
    /// exactly. Null when the caller may not see the project.
    #[graphql(directive = requiresScope::apply(vec!["costs:read".to_owned()]))]
    async fn explain_profit_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] id: Id<project::Entity>,
        #[graphql(desc = "The day from whose end the change is taken.")] from: Date,
        #[graphql(desc = "The day until whose end it is taken: a later one.")] to: Date,
        #[graphql(
            desc = "Which revenue and which cost the profit is made of; CONTRACTED when it is left out."
        )]
        view: Option<ProfitView>,
        #[graphql(desc = "How many entries of the ledger: 1 to 100, 25 when it is left out.")] first: Option<
            i32,
        >,
        #[graphql(desc = "The end cursor of the page before.")] after: Option<String>,
    ) -> Option<Result<ProfitChange>> {
        let view = view.unwrap_or(ProfitView::Contracted);
        let between = (from.into(), to.into());
        explain::explain(ctx, id, between, view, (first, after))
            .await
            .transpose()
    }
}
