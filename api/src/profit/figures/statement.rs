//! A profit and loss statement of a project:
//!
//! ```text
//! revenue − pass-through cost = agency gross income (AGI)
//! AGI − delivery cost = contribution
//! contribution − overhead − rewards − write-offs − fees = net profit
//! ```

use entity::{cost_entry::CostKind, value::exact::divide};

use super::{Figure, ProfitGapCode, ProfitView, agreed::Agreed, ledger::Ledger};

/// Decimals of a margin.
pub const MARGIN_DECIMALS: u32 = 4;

/// What a project earns. A figure that needs one that is not known is not known either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What the client pays before tax.
    pub revenue: Figure,
    /// What of it is passed on.
    pub pass_through: Figure,
    /// What is the agency's own.
    pub agi: Figure,
    /// What the work costs.
    pub delivery: Figure,
    /// What is left of the agency's own.
    pub contribution: Figure,
    /// The project's share of what the agency as a whole costs.
    pub overhead: Figure,
    /// What the client got for answering.
    pub rewards: Figure,
    /// What will not be paid.
    pub write_offs: Figure,
    /// What being paid costs.
    pub fees: Figure,
    /// What is left.
    pub net_profit: Figure,
}

impl Statement {
    /// The statement of a view, with the overhead of its minutes.
    #[must_use]
    pub fn new(view: ProfitView, agreed: &Agreed, ledger: &Ledger, overhead: Figure) -> Self {
        let revenue = agreed.revenue(view, ledger);
        if view == ProfitView::Planned {
            let delivery = agreed.planned().and_then(|plan| plan.cost());
            return Self::of(revenue, Ok(0), delivery, overhead, [Ok(0); 3]);
        }
        let beside = |kind| ledger.beside(kind).known_cost();
        let booked = beside(CostKind::Overhead);
        let overhead = add(overhead, booked);
        Self::of(
            revenue,
            ledger.passed_through().known_cost(),
            ledger.delivery().known_cost(),
            overhead,
            [CostKind::Reward, CostKind::WriteOff, CostKind::Fee].map(beside),
        )
    }

    /// Takes the costs off the revenue, one after the other.
    #[must_use]
    pub fn of(
        revenue: Figure,
        pass_through: Figure,
        delivery: Figure,
        overhead: Figure,
        [rewards, write_offs, fees]: [Figure; 3],
    ) -> Self {
        let agi = less(revenue, pass_through);
        let contribution = less(agi, delivery);
        let costs = [overhead, rewards, write_offs, fees];
        Self {
            revenue,
            pass_through,
            agi,
            delivery,
            contribution,
            overhead,
            rewards,
            write_offs,
            fees,
            net_profit: costs.into_iter().fold(contribution, less),
        }
    }

    /// Why figures are not known: each reason once.
    #[must_use]
    pub fn gaps(&self) -> Vec<ProfitGapCode> {
        let figures = [
            self.revenue,
            self.pass_through,
            self.delivery,
            self.overhead,
            self.rewards,
            self.write_offs,
            self.fees,
        ];
        let mut gaps: Vec<_> = figures.into_iter().filter_map(Result::err).collect();
        gaps.sort();
        gaps.dedup();
        gaps
    }
}

fn add(one: Figure, other: Figure) -> Figure {
    Ok(one? + other?)
}

fn less(one: Figure, other: Figure) -> Figure {
    Ok(one? - other?)
}

/// A share with four decimals, rounded once; none when one of both is not known or the whole is nothing.
#[must_use]
pub fn margin(part: Figure, whole: Figure) -> Option<i128> {
    let scaled = part.ok()?.checked_mul(10_i128.pow(MARGIN_DECIMALS))?;
    divide(scaled, whole.ok()?)
}
