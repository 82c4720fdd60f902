//! What an estimate comes to: in minutes, in cost and in price, for each phase and in all.

mod range;
mod root;

use entity::{
    estimate::{self, EstimateDistribution},
    estimate_line,
    value::{CurrencyCode, price::PRICE_DECIMALS},
};

pub use range::{Points, Range, Sum, Unit, common_divisor};

/// Decimals that minutes are shown with.
pub const MINUTE_DECIMALS: u32 = 2;
/// Minutes of the hour that a sell rate is for.
const MINUTES: i128 = 60;

/// What the figures of one estimate have in common.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// How three figures become one.
    pub distribution: EstimateDistribution,
    /// How far the range reaches.
    pub k_bps: i32,
    /// The currency of costs and prices.
    pub currency: CurrencyCode,
}

/// What the figures need of a line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its phase.
    pub phase_key: String,
    /// The place of its phase.
    pub phase_position: i32,
    /// How long it takes.
    pub minutes: Option<Points>,
    /// What it costs, in minor units.
    pub cost: Option<Points>,
    /// What an hour of it is sold for, in millionths.
    pub sell_rate_micro: Option<i64>,
}

/// What some lines come to. A figure that no line has is unknown, not zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The phase; none for the whole.
    pub phase_key: Option<String>,
    /// How many lines it has.
    pub lines: i32,
    /// How long it takes, in hundredths of a minute.
    pub minutes: Option<Range>,
    /// What it costs, in minor units.
    pub cost: Option<Range>,
    /// What it is sold for, in minor units.
    pub price: Option<Range>,
}

/// What an estimate comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// In all.
    pub whole: Part,
    /// Phase by phase, in their order.
    pub phases: Vec<Part>,
}

impl From<&estimate::Model> for Setting {
    fn from(estimate: &estimate::Model) -> Self {
        Self {
            distribution: estimate.distribution,
            k_bps: estimate.k_bps,
            currency: estimate.currency,
        }
    }
}

impl From<&estimate_line::Model> for Line {
    fn from(line: &estimate_line::Model) -> Self {
        let minutes = [
            line.optimistic_minutes,
            line.likely_minutes,
            line.pessimistic_minutes,
        ];
        let cost = [
            line.optimistic_cost_minor,
            line.likely_cost_minor,
            line.pessimistic_cost_minor,
        ];
        Self {
            phase_key: line.phase_key.clone(),
            phase_position: line.phase_position,
            minutes: points(minutes.map(|minutes| minutes.map(i64::from))),
            cost: points(cost),
            sell_rate_micro: line.sell_rate_micro,
        }
    }
}

/// Three figures; where there is only the likely one, it is all three.
fn points([optimistic, likely, pessimistic]: [Option<i64>; 3]) -> Option<Points> {
    likely.map(|likely| Points {
        optimistic: optimistic.unwrap_or(likely),
        likely,
        pessimistic: pessimistic.unwrap_or(likely),
    })
}

/// The figures of lines; none when they are too large to be exact.
#[must_use]
pub fn figures(lines: &[Line], setting: Setting) -> Option<Figures> {
    let all: Vec<&Line> = lines.iter().collect();
    let mut phases: Vec<(i32, &str)> = vec![];
    for line in lines {
        let key = line.phase_key.as_str();
        match phases.iter_mut().find(|(_, known)| *known == key) {
            Some((position, _)) => *position = line.phase_position.min(*position),
            None => phases.push((line.phase_position, key)),
        }
    }
    phases.sort_unstable();
    let of_phase = |key: &str| {
        let lines: Vec<&Line> = lines.iter().filter(|line| line.phase_key == key).collect();
        part(Some(key), &lines, setting)
    };
    Some(Figures {
        whole: part(None, &all, setting)?,
        phases: phases
            .into_iter()
            .map(|(_, key)| of_phase(key))
            .collect::<Option<_>>()?,
    })
}

fn part(phase: Option<&str>, lines: &[&Line], setting: Setting) -> Option<Part> {
    let minutes = lines.iter().map(|line| (line.minutes, 1));
    let cost = lines.iter().map(|line| (line.cost, 1));
    Some(Part {
        phase_key: phase.map(str::to_owned),
        lines: i32::try_from(lines.len()).ok()?,
        minutes: ranged(minutes, Unit::of(10_i128.pow(MINUTE_DECIMALS), 1)?, setting)?,
        cost: ranged(cost, Unit::SAME, setting)?,
        price: price(lines, setting)?,
    })
}

/// A range, when any line says something of it.
type Known = Option<Range>;

/// What lines are sold for. What the rates have in common is taken out of the sum, so that large rates fit.
fn price(lines: &[&Line], setting: Setting) -> Option<Known> {
    let rates = lines.iter().filter_map(|line| line.sell_rate_micro);
    let common = rates
        .fold(0, |common, rate| common_divisor(i128::from(rate), common))
        .max(1);
    let common = i64::try_from(common).ok()?;
    let sold = lines.iter().map(|line| match line.sell_rate_micro {
        Some(rate) => (line.minutes, rate / common),
        None => (None, 0),
    });
    let minor = i128::from(common).checked_mul(10_i128.pow(setting.currency.decimals()))?;
    let unit = Unit::of(minor, MINUTES * 10_i128.pow(PRICE_DECIMALS))?;
    ranged(sold, unit, setting)
}

/// The range of those that are known: an inner none where no line is, an outer one when it does not fit.
fn ranged(lines: impl Iterator<Item = (Option<Points>, i64)>, unit: Unit, setting: Setting) -> Option<Known> {
    let mut sum = Sum::default();
    for (points, weight) in lines {
        if let Some(points) = points {
            sum = sum.with(points, weight, setting.distribution)?;
        }
    }
    if sum.lines == 0 {
        return Some(None);
    }
    sum.range(unit, setting.k_bps).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(phase: (i32, &str), minutes: [i64; 3], rate: Option<i64>) -> Line {
        Line {
            phase_key: phase.1.to_owned(),
            phase_position: phase.0,
            minutes: points(minutes.map(Some)),
            cost: None,
            sell_rate_micro: rate,
        }
    }

    fn setting(code: &str) -> Setting {
        Setting {
            distribution: EstimateDistribution::Beta,
            k_bps: 20_000,
            currency: CurrencyCode::read(code).unwrap(),
        }
    }

    #[test]
    fn prices_are_rates_times_minutes_rounded_at_the_end() {
        // An hour each at 100 and at 0.333333: 100.333333.
        let lines = [
            line((1, "a"), [60, 60, 60], Some(100_000_000)),
            line((1, "a"), [60, 60, 60], Some(333_333)),
        ];

        let price = |code| {
            figures(&lines, setting(code))
                .unwrap()
                .whole
                .price
                .unwrap()
                .expected
        };

        assert_eq!([price("EUR"), price("JPY"), price("KWD")], [10_033, 100, 100_333]);
    }

    #[test]
    fn rates_of_any_size_in_rials_fit() {
        let lines = [
            line((1, "a"), [6_000, 9_000, 18_000], Some(95_000_000_000_000)),
            line((1, "a"), [6_000, 9_000, 18_000], Some(72_500_000_000_000)),
        ];

        let price = figures(&lines, setting("IRR")).unwrap().whole.price.unwrap();

        // 10 000 minutes each at 95 and 72.5 million rials an hour; σ = 2 000 / 60 × √(95² + 72.5²) millions
        assert_eq!(price.expected, 2_791_666_666_667);
        assert_eq!(price.deviation, 398_347_280_091);
    }

    #[test]
    fn a_rate_with_all_its_decimals_fits_too() {
        let lines = [line((1, "a"), [0, 60, 120], Some(95_000_000_123_457))];

        let price = figures(&lines, setting("IRR")).unwrap().whole.price.unwrap();

        // 95 000 000.123457 ± a third of it, twice
        assert_eq!((price.expected, price.deviation), (9_500_000_012, 3_166_666_671));
        assert_eq!((price.low, price.high), (3_166_666_671, 15_833_333_354));
    }

    #[test]
    fn phases_come_in_their_order_and_what_no_line_has_is_unknown() {
        let lines = [
            line((2, "build"), [60, 60, 60], None),
            line((1, "discover"), [30, 30, 30], None),
            line((2, "build"), [60, 60, 60], None),
        ];

        let figures = figures(&lines, setting("EUR")).unwrap();

        let phases: Vec<_> = figures
            .phases
            .iter()
            .map(|part| (part.phase_key.as_deref(), part.lines))
            .collect();
        assert_eq!(phases, [(Some("discover"), 1), (Some("build"), 2)]);
        assert_eq!((figures.whole.cost, figures.whole.price), (None, None));
        assert_eq!(figures.whole.minutes.unwrap().expected, 15_000);
    }
}
