use async_graphql::InputObject;
use entity::value::{Decimal, MoneyInput, UnitPriceInput};

use crate::kernel::{
    check::{Checks, NOTE},
    place,
};

/// The longest key of a phase and the longest category.
const KEY: usize = 64;
/// The longest name of a work role.
const ROLE: usize = 100;
/// The longest name of a unit.
const UNIT: usize = 40;
/// The longest reference to similar work.
const REFERENCE: usize = 500;
/// The longest work that is planned, in minutes: a hundred years of one person.
const MOST_MINUTES: i32 = 12_000_000;

/// What a line of an estimate says. Which figures it needs depends on the method of the estimate: `THREE_POINT` takes all three of
/// the minutes, of the cost or of both; `BOTTOM_UP` the likely ones, or all three; ANALOGOUS the likely ones and a reference;
/// PARAMETRIC a quantity and the cost of a unit.
#[derive(Clone, Debug, InputObject)]
pub struct EstimateLineFields {
    /// The phase it belongs to, as a short key that the lines of the phase share, at most 64 characters.
    pub phase_key: String,
    /// The place of the phase among the phases. When left out that of the phase's other lines, else after the last.
    pub phase_position: Option<i32>,
    /// Its place among the lines. When left out it comes last, 1024 after the one before, so that others fit between.
    pub position: Option<i32>,
    /// What kind of work or cost it is, freely named, at most 64 characters.
    pub category: Option<String>,
    /// Who does it, by the name of their work, at most 100 characters.
    pub work_role_name: Option<String>,
    /// How long it takes when all goes well, in minutes.
    pub optimistic_minutes: Option<i32>,
    /// How long it most likely takes, in minutes.
    pub likely_minutes: Option<i32>,
    /// How long it takes when little goes well, in minutes.
    pub pessimistic_minutes: Option<i32>,
    /// What it costs when all goes well.
    pub optimistic_cost: Option<MoneyInput>,
    /// What it most likely costs.
    pub likely_cost: Option<MoneyInput>,
    /// What it costs when little goes well.
    pub pessimistic_cost: Option<MoneyInput>,
    /// How many units, where the method is PARAMETRIC.
    pub quantity: Option<Decimal>,
    /// What the units are, for example pages.
    pub unit: Option<String>,
    /// What one unit costs, where the method is PARAMETRIC.
    pub unit_cost: Option<UnitPriceInput>,
    /// What an hour of it is sold for.
    pub sell_rate: Option<UnitPriceInput>,
    /// The similar work it is estimated after, at most 500 characters.
    pub reference: Option<String>,
    /// What else there is to say, at most 2000 characters.
    pub note: Option<String>,
}

impl EstimateLineFields {
    /// Checks the form of the fields, which stand at this place of the input: empty, or `lines.3.`.
    pub(in crate::pipeline) fn check(&self, checks: &mut Checks, at: &str) {
        let field = |name: &str| format!("{at}{name}");
        checks.text(&field("phaseKey"), &self.phase_key, KEY);
        for (name, text, longest) in [
            ("category", &self.category, KEY),
            ("workRoleName", &self.work_role_name, ROLE),
            ("unit", &self.unit, UNIT),
            ("reference", &self.reference, REFERENCE),
            ("note", &self.note, NOTE),
        ] {
            checks.opt_text(&field(name), text.as_ref(), longest);
        }
        for (name, number, most) in [
            ("phasePosition", self.phase_position, place::LAST),
            ("position", self.position, place::LAST),
            ("optimisticMinutes", self.optimistic_minutes, MOST_MINUTES),
            ("likelyMinutes", self.likely_minutes, MOST_MINUTES),
            ("pessimisticMinutes", self.pessimistic_minutes, MOST_MINUTES),
        ] {
            checks.range(&field(name), number, 0, most);
        }
        for (name, amount) in [
            ("optimisticCost", &self.optimistic_cost),
            ("likelyCost", &self.likely_cost),
            ("pessimisticCost", &self.pessimistic_cost),
        ] {
            checks.amount(&field(name), amount.as_ref());
        }
    }
}
