//! Figures of one project, and of many.

use async_graphql::{Context, Lookahead, Result, SimpleObject};
use entity::{
    project,
    value::{Date, Id},
};

use super::{
    read::{Day, Paging, ProjectRow, books, one, page, totalled},
    shown::{FinancialTotals, FinancialsGrouping, ProjectFinancials, totals},
};
use crate::{
    graphql::write::caller,
    kernel::{
        calendar::day_at,
        error::{Code, Error},
        policy::Right,
    },
    profit::figures::ProfitView,
    read::{FilterOf, allow},
};

/// Projects on a page when the caller does not say.
const USUAL: usize = 25;
/// Projects on a page at most.
const AT_MOST: usize = 100;

/// What projects may cost, cost and earn.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct PortfolioFinancials {
    /// A page of projects, in the order of their codes.
    nodes: Vec<ProjectFinancials>,
    /// Whether there are more projects.
    has_next_page: bool,
    /// What to give as `after` for the next page; null when there are no projects.
    end_cursor: Option<String>,
    /// What all projects that the filter picks come to together, currency by currency: 1000 projects at most, more are refused.
    totals: Vec<FinancialTotals>,
}

/// The figures of one project; none when the caller does not see it.
pub(super) async fn project(
    ctx: &Context<'_>,
    id: Id<project::Entity>,
    as_of: Option<Date>,
    view: ProfitView,
    grouping: Option<FinancialsGrouping>,
) -> Result<Option<ProjectFinancials>> {
    allow(ctx, Right::Costs)?;
    let by = By::read(ctx, as_of)?;
    let Some(project) = one(ctx, id).await? else {
        return Ok(None);
    };
    let asked = Asked::of(&ctx.look_ahead(), grouping);
    let shown = worked_out(ctx, vec![project], &by, view, asked).await?;
    Ok(shown.into_iter().next())
}

/// The figures of a page of projects.
pub(super) async fn portfolio(
    ctx: &Context<'_>,
    filter: Option<&FilterOf<project::Entity>>,
    as_of: Option<Date>,
    view: ProfitView,
    (first, after): (Option<i32>, Option<String>),
) -> Result<PortfolioFinancials> {
    allow(ctx, Right::Costs)?;
    let by = By::read(ctx, as_of)?;
    let first = size(first)?;
    let begins = after.is_none();
    let (projects, has_next_page) = page(ctx, filter, &Paging { first, after }).await?;
    let asked = Asked::of(&ctx.look_ahead().field("nodes"), None);
    let nodes = worked_out(ctx, projects, &by, view, asked).await?;
    let totals = if !ctx.look_ahead().field("totals").exists() {
        vec![]
    } else if begins && !has_next_page {
        // The page is all there is.
        totals(&nodes)
    } else {
        let all = totalled(ctx, filter).await?;
        totals(&worked_out(ctx, all, &by, view, Asked::default()).await?)
    };
    Ok(PortfolioFinancials {
        end_cursor: nodes.last().map(|last| last.code_of().to_owned()),
        nodes,
        has_next_page,
        totals,
    })
}

/// How many are on a page.
pub(super) fn size(first: Option<i32>) -> Result<usize, Error> {
    let first = first.map_or(Ok(USUAL), usize::try_from);
    first
        .ok()
        .filter(|first| (1..=AT_MOST).contains(first))
        .ok_or_else(|| Error::coded(Code::BadUserInput, say!("first takes 1 to {AT_MOST}", AT_MOST)))
}

/// What is asked of projects beyond their statement.
#[derive(Clone, Copy, Default)]
struct Asked {
    grouping: Option<FinancialsGrouping>,
    progress: bool,
}

impl Asked {
    /// How far phases are is only read for those who ask for what follows from it.
    fn of(selected: &Lookahead<'_>, grouping: Option<FinancialsGrouping>) -> Self {
        let progress = ["earnedValue", "forecasts"].map(|field| selected.field(field).exists());
        Self {
            grouping,
            progress: progress.contains(&true),
        }
    }
}

/// The day by which figures are taken: all that is known, when none was given.
struct By {
    shown: Date,
    day: Option<Day>,
    is_now: bool,
}

impl By {
    fn read(ctx: &Context<'_>, as_of: Option<Date>) -> Result<Self, Error> {
        let caller = caller(ctx)?;
        let actor = caller.actor()?;
        let today = day_at(caller.world.now(), &actor.time_zone);
        let day = as_of.map(|day| Day::of(actor, day.0)).transpose()?;
        Ok(Self {
            shown: as_of.unwrap_or(Date(today)),
            is_now: as_of.is_none_or(|day| day.0 >= today),
            day,
        })
    }
}

async fn worked_out(
    ctx: &Context<'_>,
    projects: Vec<ProjectRow>,
    by: &By,
    view: ProfitView,
    Asked { grouping, progress }: Asked,
) -> Result<Vec<ProjectFinancials>> {
    if projects.is_empty() {
        return Ok(vec![]);
    }
    let locale = caller(ctx)?.locale;
    let progress = progress && by.is_now;
    let mut books = books(ctx, &projects, by.day.as_ref(), (grouping, progress)).await?;
    let shown = projects.into_iter().map(|project| {
        let facts = books.take(project.id);
        ProjectFinancials::new(
            project,
            facts,
            &books.overheads,
            view,
            (by.shown, by.is_now),
            locale,
        )
    });
    Ok(shown.collect())
}
