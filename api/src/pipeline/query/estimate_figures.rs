//! What an estimate comes to, as the API shows it.

use async_graphql::{Context, Object, Result, SimpleObject};
use entity::{
    estimate::{self, EstimateDistribution},
    estimate_line,
    value::{CurrencyCode, Decimal, Id, Money},
};
use sea_orm::{FromQueryResult, QueryResult};

use crate::{
    graphql::directives::requiresScope,
    kernel::{error::Error, policy::Right},
    pipeline::figures::{self, Line, MINUTE_DECIMALS, Part, Range, Setting},
    read::{FilterOf, Ref, allow, figures as read},
};

/// What an estimate comes to. Lines are taken as independent of each other; each figure is computed exactly and rounded once.
#[derive(Debug, SimpleObject)]
pub(crate) struct EstimateFigures {
    /// The estimate.
    estimate: Ref<estimate::Entity>,
    /// How three figures became one.
    distribution: EstimateDistribution,
    /// How many standard deviations the ranges reach to both sides of the expected figure, in ten-thousandths.
    k_bps: i32,
    /// All lines together.
    total: EstimateSum,
    /// The lines of each phase, in the order of the phases.
    phases: Vec<EstimateSum>,
}

/// What some lines of an estimate come to.
#[derive(Debug)]
pub(crate) struct EstimateSum {
    part: Part,
    currency: CurrencyCode,
}

/// What some lines of an estimate come to.
#[Object]
impl EstimateSum {
    /// The phase; null for all lines together.
    async fn phase_key(&self) -> Option<&str> {
        self.part.phase_key.as_deref()
    }

    /// How many lines there are.
    async fn lines(&self) -> i32 {
        self.part.lines
    }

    /// How long the work takes; null when no line says.
    async fn minutes(&self) -> Option<MinutesRange> {
        self.part.minutes.map(MinutesRange::from)
    }

    /// What it costs; null when no line says.
    #[graphql(directive = requiresScope::apply(vec!["costs:read".to_owned()]))]
    async fn cost(&self, ctx: &Context<'_>) -> Option<Result<MoneyRange>> {
        self.money(ctx, Right::Costs, self.part.cost)
    }

    /// What it is sold for, by the sell rates and the minutes; null when no line has both.
    #[graphql(directive = requiresScope::apply(vec!["prices:read".to_owned()]))]
    async fn price(&self, ctx: &Context<'_>) -> Option<Result<MoneyRange>> {
        self.money(ctx, Right::Prices, self.part.price)
    }
}

impl EstimateSum {
    fn money(&self, ctx: &Context<'_>, right: Right, range: Option<Range>) -> Option<Result<MoneyRange>> {
        match allow(ctx, right) {
            Ok(()) => range.map(|range| Ok(MoneyRange::of(range, self.currency))),
            Err(error) => Some(Err(error)),
        }
    }
}

/// An expected time and the range around it, in minutes.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct MinutesRange {
    /// How many lines it is made of; others say nothing of it.
    lines: i32,
    /// The expected figure.
    expected: Decimal,
    /// The standard deviation.
    standard_deviation: Decimal,
    /// So many standard deviations below the expected figure as kBps says; it may be negative.
    low: Decimal,
    /// So many standard deviations above the expected figure as kBps says.
    high: Decimal,
}

/// An expected amount and the range around it.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct MoneyRange {
    /// How many lines it is made of; others say nothing of it.
    lines: i32,
    /// The expected amount.
    expected: Money,
    /// The standard deviation.
    standard_deviation: Money,
    /// So many standard deviations below the expected amount as kBps says; it may be negative.
    low: Money,
    /// So many standard deviations above the expected amount as kBps says.
    high: Money,
}

impl From<Range> for MinutesRange {
    fn from(range: Range) -> Self {
        let minutes = |hundredths| Decimal::new(hundredths, MINUTE_DECIMALS);
        Self {
            lines: range.lines,
            expected: minutes(range.expected),
            standard_deviation: minutes(range.deviation),
            low: minutes(range.low),
            high: minutes(range.high),
        }
    }
}

impl MoneyRange {
    fn of(range: Range, currency: CurrencyCode) -> Self {
        let money = |minor: i128| Money::of_minor(minor, currency);
        Self {
            lines: range.lines,
            expected: money(range.expected),
            standard_deviation: money(range.deviation),
            low: money(range.low),
            high: money(range.high),
        }
    }
}

/// What an estimate comes to; none when the caller may not see it.
pub(super) async fn of(ctx: &Context<'_>, id: Id<estimate::Entity>) -> Result<Option<EstimateFigures>> {
    let unfiltered: Option<&FilterOf<estimate::Entity>> = None;
    let estimates = read(ctx, unfiltered, |binds, seen| {
        let id = binds.bind(id.uuid());
        format!("SELECT r.* FROM estimates r WHERE r.id = {id} AND {seen}")
    });
    let estimates: Vec<estimate::Model> = models(&estimates.await?)?;
    let Some(estimate) = estimates.into_iter().next() else {
        return Ok(None);
    };
    let unfiltered: Option<&FilterOf<estimate_line::Entity>> = None;
    let lines = read(ctx, unfiltered, |binds, seen| {
        let id = binds.bind(id.uuid());
        format!(
            "SELECT r.* FROM estimate_lines r WHERE r.estimate_id = {id} AND {seen} ORDER BY r.position, r.id"
        )
    });
    let lines: Vec<estimate_line::Model> = models(&lines.await?)?;
    let lines: Vec<Line> = lines.iter().map(Line::from).collect();
    let figures = figures::figures(&lines, Setting::from(&estimate));
    let figures = figures.ok_or_else(|| Error::internal("figures that writing should have refused"))?;
    let sum = |part| EstimateSum {
        part,
        currency: estimate.currency,
    };
    Ok(Some(EstimateFigures {
        estimate: Ref::to(estimate.id),
        distribution: estimate.distribution,
        k_bps: estimate.k_bps,
        total: sum(figures.whole),
        phases: figures.phases.into_iter().map(sum).collect(),
    }))
}

fn models<M: FromQueryResult>(rows: &[QueryResult]) -> Result<Vec<M>, Error> {
    let models: Result<Vec<M>, _> = rows.iter().map(|row| M::from_query_result(row, "")).collect();
    Ok(models?)
}
