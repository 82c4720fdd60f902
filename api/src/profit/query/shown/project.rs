use async_graphql::Object;
use entity::{
    client,
    project::{self, ProjectStatus},
    value::{CurrencyCode, Date, Decimal, Id, Money},
};

use super::{
    ProfitGap,
    budget::{CostBudgetFigures, budget},
    count,
    earned::{self, CostForecast, EarnedValueFigures},
    group::FinancialsGroup,
    groups, known, share,
};
use crate::profit::{
    figures::{
        Figure, ProfitGapCode, ProfitView, agreed::Agreed, earned::EarnedValue, ledger::Ledger,
        statement::Statement,
    },
    query::read::{Facts, Overheads, ProjectRow},
};

/// What a project may cost, costs and earns by a day. All amounts are in the project's currency and before tax. A figure that is
/// not known is null, and so is every figure made of it: gaps say why.
#[derive(Clone, Debug)]
pub(crate) struct ProjectFinancials {
    project: ProjectRow,
    as_of: Date,
    view: ProfitView,
    ledger: Ledger,
    agreed: Agreed,
    statement: Statement,
    gaps: Vec<ProfitGap>,
    groups: Vec<FinancialsGroup>,
    is_now: bool,
}

impl ProjectFinancials {
    /// Works everything out.
    pub(in crate::profit::query) fn new(
        project: ProjectRow,
        facts: Facts,
        overheads: &Overheads,
        view: ProfitView,
        (as_of, is_now): (Date, bool),
        locale: entity::agency::Locale,
    ) -> Self {
        let (overhead, is_provisional) = carried(view, &facts, overheads, project.currency, as_of);
        let statement = Statement::new(view, &facts.agreed, &facts.ledger, overhead);
        let mut gaps = statement.gaps();
        if is_provisional {
            gaps.push(ProfitGapCode::OverheadProvisional);
        }
        let gaps = gaps.into_iter().map(|gap| ProfitGap::of(gap, locale)).collect();
        Self {
            groups: groups(&facts.groups, &facts.agreed, project.currency),
            project,
            as_of,
            view,
            ledger: facts.ledger,
            agreed: facts.agreed,
            statement,
            gaps,
            is_now,
        }
    }

    /// Its currency, and the statement.
    pub(in crate::profit::query) const fn stated(&self) -> (CurrencyCode, Statement) {
        (self.project.currency, self.statement)
    }

    /// The code that a page goes on after.
    pub(in crate::profit::query) fn code_of(&self) -> &str {
        &self.project.code
    }

    fn earned(&self) -> Option<EarnedValue> {
        let spent = self.ledger.whole().known_cost().ok();
        EarnedValue::new(
            self.agreed.plan.as_ref()?,
            &self.agreed.progress,
            spent,
            self.as_of.0,
        )
    }

    fn shown(&self, figure: Figure) -> Option<Money> {
        known(figure, self.project.currency)
    }
}

/// What the minutes of a project carry of the overhead, and whether that may still move.
pub(in crate::profit::query) fn carried(
    view: ProfitView,
    facts: &Facts,
    overheads: &Overheads,
    currency: CurrencyCode,
    as_of: Date,
) -> (Figure, bool) {
    let share = match (view, facts.agreed.planned()) {
        (ProfitView::Planned, Err(gap)) => Err(gap),
        (ProfitView::Planned, Ok(plan)) => {
            let phases = plan.phases.iter().filter(|phase| phase.minutes != 0);
            overheads.of(
                phases.map(|phase| (phase.starts_on.unwrap_or(as_of.0), phase.minutes)),
                currency,
            )
        }
        (ProfitView::Contracted | ProfitView::Recognised | ProfitView::Cash, _) => {
            overheads.of(facts.ledger.minutes(), currency)
        }
    };
    (
        share.map(|share| share.amount),
        share.is_ok_and(|share| share.is_provisional),
    )
}

/// What a project may cost, costs and earns by a day. All amounts are in the project's currency and before tax. A figure that is
/// not known is null, and so is every figure made of it: gaps say why.
#[Object]
impl ProjectFinancials {
    /// The project.
    async fn project_id(&self) -> Id<project::Entity> {
        Id::of(self.project.id)
    }

    /// Its code.
    async fn code(&self) -> &str {
        &self.project.code
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.project.name
    }

    /// How far it is.
    async fn status(&self) -> ProjectStatus {
        self.project.status
    }

    /// Its client.
    async fn client_id(&self) -> Id<client::Entity> {
        self.project.client_id
    }

    /// What its client is called.
    async fn client_name(&self) -> &str {
        &self.project.client_name
    }

    /// The currency of all amounts.
    async fn currency(&self) -> CurrencyCode {
        self.project.currency
    }

    /// The day by which figures are taken: what was booked for it or for an earlier day counts.
    async fn as_of(&self) -> Date {
        self.as_of
    }

    /// Which revenue and which cost the profit is made of.
    async fn view(&self) -> ProfitView {
        self.view
    }

    /// How many minutes were worked.
    async fn minutes(&self) -> i32 {
        count(self.ledger.whole().minutes)
    }

    /// How many of them the client pays for.
    async fn billable_minutes(&self) -> i32 {
        count(self.ledger.whole().billable_minutes)
    }

    /// The share of entries whose cost is known, in hundredths of a percent, rounded down; null without entries.
    async fn cost_coverage_bps(&self) -> Option<i32> {
        self.ledger.whole().coverage_bps()
    }

    /// What it may cost, and what is left of that.
    async fn budget(&self) -> CostBudgetFigures {
        budget(&self.ledger, &self.agreed, self.project.currency)
    }

    /// What it will have cost in the end, by each method that there is data for. Only of the present: none for an earlier day.
    async fn forecasts(&self) -> Vec<CostForecast> {
        if !self.is_now {
            return vec![];
        }
        let value = self.earned();
        earned::forecasts(&self.ledger, &self.agreed, value.as_ref(), self.project.currency)
    }

    /// What was to be done by now, what of the plan is done, and what was spent. Only of the present: null for an earlier day, and
    /// without a baseline that says what all phases cost.
    async fn earned_value(&self) -> Option<EarnedValueFigures> {
        let value = self.earned().filter(|_| self.is_now)?;
        Some(earned::figures(&value, self.project.currency))
    }

    /// What the client pays, by the view.
    async fn revenue(&self) -> Option<Money> {
        self.shown(self.statement.revenue)
    }

    /// What of it was spent for the client and is passed on.
    async fn pass_through_cost(&self) -> Option<Money> {
        self.shown(self.statement.pass_through)
    }

    /// Revenue less what is passed on (AGI).
    async fn agency_gross_income(&self) -> Option<Money> {
        self.shown(self.statement.agi)
    }

    /// What the work costs: that of people, of freelancers, and own expenses.
    async fn delivery_cost(&self) -> Option<Money> {
        self.shown(self.statement.delivery)
    }

    /// Agency gross income less delivery cost.
    async fn contribution(&self) -> Option<Money> {
        self.shown(self.statement.contribution)
    }

    /// Contribution by agency gross income, as a fraction with four decimals; null when there is no income.
    async fn contribution_margin(&self) -> Option<Decimal> {
        share(self.statement.contribution, self.statement.agi)
    }

    /// Its share of what the agency as a whole costs: its minutes at the overhead of an hour, rounded once a month.
    async fn overhead(&self) -> Option<Money> {
        self.shown(self.statement.overhead)
    }

    /// What the client got for answering.
    async fn rewards(&self) -> Option<Money> {
        self.shown(self.statement.rewards)
    }

    /// What will not be paid.
    async fn write_offs(&self) -> Option<Money> {
        self.shown(self.statement.write_offs)
    }

    /// What being paid costs.
    async fn fees(&self) -> Option<Money> {
        self.shown(self.statement.fees)
    }

    /// Contribution less overhead, rewards, write-offs and fees.
    async fn net_profit(&self) -> Option<Money> {
        self.shown(self.statement.net_profit)
    }

    /// Net profit by revenue, as a fraction with four decimals; null when there is no revenue.
    async fn net_margin(&self) -> Option<Decimal> {
        share(self.statement.net_profit, self.statement.revenue)
    }

    /// Net profit by agency gross income, as a fraction with four decimals; null when there is no income.
    async fn net_margin_on_agi(&self) -> Option<Decimal> {
        share(self.statement.net_profit, self.statement.agi)
    }

    /// Why figures are null or may still move: each reason once.
    async fn gaps(&self) -> &[ProfitGap] {
        &self.gaps
    }

    /// The ledger in parts, as groupBy says: at most 1000. Empty without it.
    async fn groups(&self) -> &[FinancialsGroup] {
        &self.groups
    }
}
