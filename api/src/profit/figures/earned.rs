//! Earned value in the terms of PMI: what was to be done by a day, what of the plan is done, what it cost, and what all of it will
//! cost if it goes on like that. Amounts are rounded once for each phase; every ratio is taken of these, and rounded once.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{phase::PercentCompleteMethod, value::exact::divide};
use uuid::Uuid;

use super::agreed::{Plan, PlannedPhase};

/// How far a phase is, as a share of its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How it is found.
    pub method: PercentCompleteMethod,
    /// So much is done …
    pub done: i64,
    /// … of so much; nothing, when nobody knows.
    pub of: i64,
}

/// What a project was to cost by a day, and what of that is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarnedValue {
    /// What the whole plan costs (BAC).
    pub at_completion: i128,
    /// What was planned by the day (PV); none when a phase has no days.
    pub planned: Option<i128>,
    /// What of the plan is done (EV); none when nobody knows how far a phase is.
    pub earned: Option<i128>,
    /// What was spent (AC); none when some of it is not known.
    pub actual: Option<i128>,
}

impl EarnedValue {
    /// By a day; none without a plan that says what everything costs.
    #[must_use]
    pub fn new(
        plan: &Plan,
        progress: &HashMap<Uuid, Progress>,
        actual: Option<i128>,
        by: NaiveDate,
    ) -> Option<Self> {
        let at_completion = plan.cost().ok()?;
        let of = |phase: &PlannedPhase| progress.get(&phase.phase).copied();
        let planned = plan
            .phases
            .iter()
            .map(|phase| planned(phase, of(phase).map(|found| found.method), by));
        let earned = plan.phases.iter().map(|phase| earned(phase, of(phase)?));
        Some(Self {
            at_completion,
            planned: planned.sum(),
            earned: earned.sum(),
            actual,
        })
    }

    /// The whole at the cost so far of what is done: BAC / CPI.
    #[must_use]
    pub fn at_cost_so_far(&self) -> Option<i128> {
        divide(self.at_completion.checked_mul(self.actual?)?, self.earned?)
    }

    /// What was spent, and the rest as it was planned: AC + (BAC − EV).
    #[must_use]
    pub fn rest_as_planned(&self) -> Option<i128> {
        Some(self.actual? + self.left()?)
    }

    /// What was spent, and the rest at the cost and the pace so far: AC + (BAC − EV) / (CPI · SPI).
    #[must_use]
    pub fn at_cost_and_pace_so_far(&self) -> Option<i128> {
        let (actual, earned, planned) = (self.actual?, self.earned?, self.planned?);
        actual.checked_add(of_square([self.left()?, actual, planned], earned)?)
    }

    /// What of the plan is not done.
    #[must_use]
    pub fn left(&self) -> Option<i128> {
        Some(self.at_completion - self.earned?)
    }
}

/// What a phase was to cost by a day: day by day in equal parts, or at its ends when its milestones count.
fn planned(phase: &PlannedPhase, method: Option<PercentCompleteMethod>, by: NaiveDate) -> Option<i128> {
    let (cost, starts, ends) = (phase.cost?, phase.starts_on?, phase.ends_on?);
    if by >= ends {
        return Some(cost);
    }
    if by < starts {
        return Some(0);
    }
    match method {
        Some(PercentCompleteMethod::Milestone0100) => Some(0),
        Some(PercentCompleteMethod::Milestone5050) => divide(cost, 2),
        Some(
            PercentCompleteMethod::Manual
            | PercentCompleteMethod::TaskCount
            | PercentCompleteMethod::TaskWeight
            | PercentCompleteMethod::Effort,
        )
        | None => {
            let days = |until: NaiveDate| i128::from((until - starts).num_days() + 1);
            divide(cost.checked_mul(days(by))?, days(ends))
        }
    }
}

/// What of a phase's cost is done.
fn earned(phase: &PlannedPhase, progress: Progress) -> Option<i128> {
    let done = progress.done.clamp(0, progress.of);
    divide(phase.cost?.checked_mul(done.into())?, progress.of.into())
}

/// a · b · c / d², rounded once: taken apart so that no product is larger than the square of an amount.
fn of_square([a, b, c]: [i128; 3], d: i128) -> Option<i128> {
    let product = a.checked_mul(b)?;
    let (whole, rest) = (product.checked_div_euclid(d)?, product.checked_rem_euclid(d)?);
    let product = whole.checked_mul(c)?;
    let (whole, left) = (product.checked_div_euclid(d)?, product.checked_rem_euclid(d)?);
    let rest = left.checked_mul(d)?.checked_add(rest.checked_mul(c)?)?;
    whole.checked_add(divide(rest, d.checked_mul(d)?)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, number).unwrap()
    }

    /// Case E1, the fence of PMP Exam Prep (studylib.net/doc/5898152): four sides of 1 000, a day each; by the end of the third
    /// day 2 800 were spent, and 100, 100, 50 and 0 % are done.
    fn fence() -> EarnedValue {
        let sides: Vec<_> = [1, 2, 3, 4]
            .map(|number| (Uuid::from_u128(number.into()), day(number)))
            .into();
        let phases = sides.iter().map(|(phase, on)| PlannedPhase {
            phase: *phase,
            starts_on: Some(*on),
            ends_on: Some(*on),
            price: 0,
            cost: Some(100_000),
            minutes: 0,
        });
        let plan = Plan {
            phases: phases.collect(),
        };
        let done = [100, 100, 50, 0].map(|done| Progress {
            method: PercentCompleteMethod::Manual,
            done,
            of: 100,
        });
        let progress = sides.iter().map(|(phase, _)| *phase).zip(done).collect();
        EarnedValue::new(&plan, &progress, Some(280_000), day(3)).unwrap()
    }

    #[test]
    fn the_fence_is_late_and_costs_more_than_was_planned() {
        let fence = fence();

        assert_eq!(fence.at_completion, 400_000);
        assert_eq!(fence.planned, Some(300_000));
        assert_eq!(fence.earned, Some(250_000));
        // The page prints 4 479: it rounded the index first.
        assert_eq!(fence.at_cost_so_far(), Some(448_000));
        assert_eq!(fence.rest_as_planned(), Some(430_000));
        assert_eq!(fence.at_cost_and_pace_so_far(), Some(481_600));
    }

    #[test]
    fn what_nobody_knows_is_not_guessed() {
        let unknown = EarnedValue {
            earned: None,
            ..fence()
        };
        let nothing_done = EarnedValue {
            earned: Some(0),
            ..fence()
        };

        assert_eq!(unknown.rest_as_planned(), None);
        assert_eq!(nothing_done.at_cost_so_far(), None);
        assert_eq!(nothing_done.at_cost_and_pace_so_far(), None);
        assert_eq!(nothing_done.rest_as_planned(), Some(680_000));
    }

    #[test]
    fn a_plan_is_due_day_by_day_or_with_its_milestones() {
        let phase = PlannedPhase {
            phase: Uuid::nil(),
            starts_on: Some(day(1)),
            ends_on: Some(day(10)),
            price: 0,
            cost: Some(1_000),
            minutes: 0,
        };
        let by = |method, on| planned(&phase, Some(method), day(on));

        assert_eq!(by(PercentCompleteMethod::TaskCount, 3), Some(300));
        assert_eq!(by(PercentCompleteMethod::Milestone0100, 9), Some(0));
        assert_eq!(by(PercentCompleteMethod::Milestone5050, 9), Some(500));
        assert_eq!(by(PercentCompleteMethod::Milestone5050, 10), Some(1_000));
        assert_eq!(
            planned(
                &PlannedPhase {
                    ends_on: None,
                    ..phase
                },
                None,
                day(3)
            ),
            None
        );
    }

    proptest! {
        #[test]
        fn a_product_over_a_square_is_what_it_is_where_both_fit(a in 0..1_000_000_i128, b in 0..1_000_000_i128, c in 0..1_000_000_i128, d in 1..1_000_000_i128) {
            prop_assert_eq!(of_square([a, b, c], d), divide(a * b * c, d * d));
        }

        #[test]
        fn amounts_beyond_any_budget_in_rials_still_fit(size in 1..10_000_000_000_000_000_i128) {
            prop_assert_eq!(of_square([size, size, size], size), Some(size));
        }
    }
}
