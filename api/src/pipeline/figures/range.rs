//! The expected figure of many lines and its spread, exactly: sums are whole numbers of sixths, variances of thirty-sixths, and
//! each figure shown is rounded once, half away from zero.

use entity::{estimate::EstimateDistribution, value::exact};

use super::root::times_root;

/// Ten-thousandths of a whole.
const WHOLE: i128 = 10_000;

/// Three figures of a line: when all goes well, most likely, when little does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Points {
    /// When all goes well.
    pub optimistic: i64,
    /// Most likely.
    pub likely: i64,
    /// When little goes well.
    pub pessimistic: i64,
}

/// What lines come to. They are taken as independent: variances add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many lines.
    pub lines: i32,
    sixths: i128,
    variance: i128,
}

/// How the unit that is shown compares to the unit of the sum: `numerator / denominator` of the one make one of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    numerator: i128,
    denominator: i128,
}

/// The expected figure and the range around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// How many lines it is made of.
    pub lines: i32,
    /// The expected figure.
    pub expected: i128,
    /// Its standard deviation.
    pub deviation: i128,
    /// So many standard deviations below.
    pub low: i128,
    /// So many standard deviations above.
    pub high: i128,
}

impl Sum {
    /// The sum with one more line, each of whose figures counts `weight` times; none when it does not fit.
    #[must_use]
    pub fn with(self, points: Points, weight: i64, distribution: EstimateDistribution) -> Option<Self> {
        let Points {
            optimistic,
            likely,
            pessimistic,
        } = points;
        let weight = i128::from(weight);
        let [low, likely, high] = [optimistic, likely, pessimistic].map(i128::from);
        let (sixths, variance) = match distribution {
            EstimateDistribution::Beta => (low + 4 * likely + high, (high - low).checked_pow(2)?),
            EstimateDistribution::Triangular => {
                // σ² = (o² + m² + p² − om − op − mp) / 18 = ((m − o)² + (p − m)² + (p − o)²) / 36
                let sides = [likely - low, high - likely, high - low];
                let squares = sides.map(|side| side.checked_pow(2));
                let variance = squares
                    .into_iter()
                    .try_fold(0_i128, |sum, square| sum.checked_add(square?))?;
                (2 * (low + likely + high), variance)
            }
        };
        Some(Self {
            lines: self.lines.checked_add(1)?,
            sixths: self.sixths.checked_add(sixths.checked_mul(weight)?)?,
            variance: self
                .variance
                .checked_add(variance.checked_mul(weight.checked_pow(2)?)?)?,
        })
    }

    /// The figures to show, the range being `k_bps` ten-thousandths of the standard deviation to both sides; none when they do
    /// not fit.
    #[must_use]
    pub fn range(&self, unit: Unit, k_bps: i32) -> Option<Range> {
        let sixth = unit.denominator.checked_mul(6)?;
        let expected = self.sixths.checked_mul(unit.numerator)?;
        let deviation = times_root(unit.numerator, self.variance)?;
        let reach = times_root(unit.numerator.checked_mul(i128::from(k_bps))?, self.variance)?;
        let (centre, whole) = (expected.checked_mul(WHOLE)?, sixth.checked_mul(WHOLE)?);
        Some(Range {
            lines: self.lines,
            expected: exact::divide(expected, sixth)?,
            deviation: round(deviation.floor, sixth)?,
            low: if reach.floor >= centre {
                -round(reach.floor - centre, whole)?
            } else {
                round(centre - reach.ceil()?, whole)?
            },
            high: round(centre.checked_add(reach.floor)?, whole)?,
        })
    }
}

impl Unit {
    /// What is shown is what was summed.
    pub const SAME: Self = Self {
        numerator: 1,
        denominator: 1,
    };

    /// `numerator / denominator` of the unit shown make one of the unit of the sum; none unless both are positive.
    #[must_use]
    pub fn of(numerator: i128, denominator: i128) -> Option<Self> {
        if numerator <= 0 || denominator <= 0 {
            return None;
        }
        let common = common_divisor(numerator, denominator);
        Some(Self {
            numerator: numerator / common,
            denominator: denominator / common,
        })
    }
}

/// The greatest number that divides both; of zero and another, the other.
#[must_use]
pub fn common_divisor(one: i128, other: i128) -> i128 {
    if other == 0 {
        one
    } else {
        common_divisor(other, one % other)
    }
}

/// `floor / denominator` rounded half up, where `floor` is the whole part of something that is not negative and the denominator is
/// even: what was cut off cannot reach the next half.
fn round(floor: i128, denominator: i128) -> Option<i128> {
    floor.checked_add(denominator / 2)?.checked_div(denominator)
}

#[cfg(test)]
mod tests {
    use EstimateDistribution::{Beta, Triangular};
    use proptest::prelude::*;

    use super::*;

    const TWO: i32 = 20_000;

    fn points([optimistic, likely, pessimistic]: [i64; 3]) -> Points {
        Points {
            optimistic,
            likely,
            pessimistic,
        }
    }

    fn sum(lines: &[[i64; 3]], distribution: EstimateDistribution) -> Sum {
        let mut lines = lines.iter();
        lines
            .try_fold(Sum::default(), |sum, line| {
                sum.with(points(*line), 1, distribution)
            })
            .unwrap()
    }

    fn hundredths() -> Unit {
        Unit::of(100, 1).unwrap()
    }

    /// The inputs are those of ganttgrind.com (three-point estimating); expected figure and deviation follow from the formulas.
    #[test]
    fn the_printed_case_comes_out_to_the_hundredth() {
        let range = sum(&[[10, 15, 30]], Beta).range(hundredths(), TWO).unwrap();

        assert_eq!((range.expected, range.deviation), (1_667, 333));
        assert_eq!((range.low, range.high), (1_000, 2_333));
    }

    #[test]
    fn a_triangle_counts_all_three_the_same() {
        let range = sum(&[[10, 15, 30]], Triangular)
            .range(hundredths(), 10_000)
            .unwrap();

        // E = 55 / 3, σ = √(325 / 18)
        assert_eq!((range.expected, range.deviation), (1_833, 425));
        assert_eq!((range.low, range.high), (1_408, 2_258));
    }

    #[test]
    fn deviations_of_lines_add_up_by_their_squares() {
        let range = sum(&[[0, 9, 18], [0, 12, 24]], Beta)
            .range(Unit::SAME, 10_000)
            .unwrap();

        assert_eq!((range.expected, range.deviation), (21, 5));
        assert_eq!((range.low, range.high, range.lines), (16, 26, 2));
    }

    #[test]
    fn a_range_may_reach_below_zero_and_is_rounded_away_from_it() {
        // E = 100 / 6, σ = 100 / 6: four of them below is −50.
        let range = sum(&[[0, 0, 100]], Beta).range(Unit::SAME, 4 * 10_000).unwrap();
        let half = sum(&[[0, 0, 3]], Beta).range(Unit::SAME, 2 * 10_000).unwrap();

        assert_eq!((range.low, range.high), (-50, 83));
        // E = 0.5, σ = 0.5: low −0.5, high 1.5
        assert_eq!((half.expected, half.low, half.high), (1, -1, 2));
    }

    #[test]
    fn what_does_not_fit_is_none_and_not_wrong() {
        let widest = points([0, i64::MAX, i64::MAX]);

        let one = Sum::default().with(widest, 1, Beta).unwrap();

        assert!(one.range(Unit::SAME, TWO).is_some());
        assert_eq!(one.with(widest, i64::MAX, Beta), None);
    }

    prop_compose! {
        fn line()(one in 0..1_000_000_000_000_i64, two in 0..1_000_000_000_000_i64, three in 0..1_000_000_000_000_i64) -> [i64; 3] {
            let mut line = [one, two, three];
            line.sort_unstable();
            line
        }
    }

    fn distribution() -> impl Strategy<Value = EstimateDistribution> {
        prop_oneof![Just(Beta), Just(Triangular)]
    }

    proptest! {
        #[test]
        fn the_expected_figure_is_within_its_range_and_within_its_lines(
            lines in prop::collection::vec(line(), 1..20), distribution in distribution(), k in 0..100_000_i32,
        ) {
            let range = sum(&lines, distribution).range(Unit::SAME, k).unwrap();

            let total = |at: usize| lines.iter().map(|line| i128::from(line[at])).sum::<i128>();
            prop_assert!(range.low <= range.expected && range.expected <= range.high);
            prop_assert!(total(0) <= range.expected && range.expected <= total(2));
            prop_assert!(range.deviation >= 0);
        }

        #[test]
        fn figures_a_hundred_times_as_large_are_the_same_shown_in_hundredths(
            lines in prop::collection::vec(line(), 1..20), distribution in distribution(), k in 0..100_000_i32,
        ) {
            let large: Vec<_> = lines.iter().map(|line| line.map(|figure| figure * 100)).collect();

            let fine = sum(&lines, distribution).range(hundredths(), k);

            prop_assert_eq!(fine, sum(&large, distribution).range(Unit::SAME, k));
            let weighted = lines.iter().try_fold(Sum::default(), |sum, line| sum.with(points(*line), 100, distribution));
            prop_assert_eq!(fine, weighted.unwrap().range(Unit::SAME, k));
        }

        #[test]
        fn the_sum_of_one_line_is_the_line(line in line(), k in 0..100_000_i32) {
            let range = sum(&[line], Beta).range(Unit::SAME, k).unwrap();

            let [low, likely, high] = line.map(i128::from);
            let (sixths, span, k) = (low + 4 * likely + high, high - low, i128::from(k));
            prop_assert_eq!(range.expected, exact::divide(sixths, 6).unwrap());
            prop_assert_eq!(range.deviation, exact::divide(span, 6).unwrap());
            prop_assert_eq!(range.low, exact::divide(WHOLE * sixths - k * span, 6 * WHOLE).unwrap());
            prop_assert_eq!(range.high, exact::divide(WHOLE * sixths + k * span, 6 * WHOLE).unwrap());
        }
    }
}
