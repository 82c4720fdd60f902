//! A profit and loss statement of a project:
//!
//! ```text
//! revenue − pass-through cost = agency gross income (AGI)
//! AGI − delivery cost = contribution
//! contribution − overhead − rewards − write-offs − fees = net profit
//! ```

use entity::{cost_entry::CostKind, value::exact::divide};

use super::{
    Figure, ProfitGapCode, ProfitView,
    agreed::{Agreed, Plan},
    ledger::Ledger,
};

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
            let delivery = agreed.planned().and_then(Plan::cost);
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

    /// The same with another revenue.
    #[must_use]
    pub fn with_revenue(self, revenue: Figure) -> Self {
        let beside = [self.rewards, self.write_offs, self.fees];
        Self::of(revenue, self.pass_through, self.delivery, self.overhead, beside)
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
    ratio(part.ok()?, whole.ok()?)
}

/// A part of a whole with four decimals, rounded once; none when the whole is nothing.
#[must_use]
pub fn ratio(part: i128, whole: i128) -> Option<i128> {
    divide(part.checked_mul(10_i128.pow(MARGIN_DECIMALS))?, whole)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn own(revenue: i128, pass_through: i128, delivery: i128) -> Statement {
        Statement::of(Ok(revenue), Ok(pass_through), Ok(delivery), Ok(0), [Ok(0); 3])
    }

    /// Case P1, Parakeeto's page on AGI: of 50 000 a vendor gets 5 000; what the vendor costs less than the client pays is the
    /// agency's own.
    #[test]
    fn what_a_vendor_costs_is_no_income_of_the_agency_and_a_mark_up_is() {
        assert_eq!(own(5_000_000, 500_000, 0).agi, Ok(4_500_000));
        assert_eq!(own(5_000_000, 400_000, 0).agi, Ok(4_600_000));
    }

    /// Case P3, erpnext issue 5393: three views of one cost, in amounts beyond 32 bits.
    #[test]
    fn three_revenues_less_one_cost_are_three_profits() {
        let cost = 8_896_667 + 17_734_970_000 + 1_317_720_000;
        let profit = |revenue| own(revenue, 0, cost).net_profit;

        assert_eq!(profit(25_000_000_000), Ok(5_938_413_333));
        assert_eq!(profit(36_500_000_000), Ok(17_438_413_333));
        assert_eq!(profit(35_500_000_000), Ok(16_438_413_333));
    }

    #[test]
    fn what_needs_something_unknown_is_unknown_and_says_why_once() {
        let unknown = Err(ProfitGapCode::CostUnknown);
        let statement = Statement::of(Ok(100), unknown, unknown, Ok(1), [Ok(0); 3]);

        assert_eq!(statement.revenue, Ok(100));
        assert_eq!(statement.net_profit, unknown);
        assert_eq!(statement.gaps(), vec![ProfitGapCode::CostUnknown]);
        assert_eq!(margin(statement.net_profit, statement.revenue), None);
    }

    #[test]
    fn a_margin_is_rounded_once_and_nothing_of_nothing_is_none() {
        assert_eq!(margin(Ok(1), Ok(3)), Some(3_333));
        assert_eq!(margin(Ok(-2), Ok(3)), Some(-6_667));
        assert_eq!(margin(Ok(5), Ok(0)), None);
    }

    proptest! {
        /// M5: whatever is spent lowers the profit by as much, and taking it back undoes that.
        #[test]
        fn a_cost_lowers_the_profit_by_itself(
            revenue in 0_i64..i64::MAX / 4,
            costs in prop::array::uniform6(-1_000_000_000_000_i64..1_000_000_000_000),
        ) {
            let [passed, delivery, overhead, rewards, write_offs, fees] = costs.map(|cost| Ok(i128::from(cost)));

            let statement = Statement::of(Ok(revenue.into()), passed, delivery, overhead, [rewards, write_offs, fees]);

            let spent: i128 = costs.iter().map(|cost| i128::from(*cost)).sum();
            prop_assert_eq!(statement.net_profit, Ok(i128::from(revenue) - spent));
        }
    }
}
