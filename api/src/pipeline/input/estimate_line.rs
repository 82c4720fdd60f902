use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    estimate, estimate_line,
    value::{Decimal, Id, MoneyInput, UnitPriceInput},
};

use super::EstimateLineFields;
use crate::kernel::{check::Checks, error::Result};

/// Lines of one estimate at most.
pub(in crate::pipeline) const LINES: usize = 200;

/// The line to add to an estimate that is a DRAFT. Which figures it needs depends on the method of the estimate: `THREE_POINT` takes
/// all three of the minutes, of the cost or of both; `BOTTOM_UP` the likely ones, or all three; ANALOGOUS the likely ones and a
/// reference; PARAMETRIC a quantity and the cost of a unit.
#[derive(Clone, Debug, InputObject)]
pub struct EstimateLineCreateInput {
    /// The estimate.
    pub estimate_id: Id<estimate::Entity>,
    /// What it says.
    #[graphql(flatten)]
    pub fields: EstimateLineFields,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a line of an estimate that is a DRAFT. What is left out stays; null clears. Together with what stays it has
/// to be what the method of the estimate needs.
#[derive(Clone, Debug, InputObject)]
pub struct EstimateLineUpdateInput {
    /// Which line.
    pub id: Id<estimate_line::Entity>,
    /// Refuse if the line has another version.
    pub expected_version: Option<i32>,
    /// The phase it belongs to, as a short key that the lines of the phase share.
    pub phase_key: MaybeUndefined<String>,
    /// The place of the phase among the phases.
    pub phase_position: MaybeUndefined<i32>,
    /// Its place among the lines: a number between those of its new neighbours moves it there.
    pub position: MaybeUndefined<i32>,
    /// What kind of work or cost it is, freely named.
    pub category: MaybeUndefined<String>,
    /// Who does it, by the name of their work.
    pub work_role_name: MaybeUndefined<String>,
    /// How long it takes when all goes well, in minutes.
    pub optimistic_minutes: MaybeUndefined<i32>,
    /// How long it most likely takes, in minutes.
    pub likely_minutes: MaybeUndefined<i32>,
    /// How long it takes when little goes well, in minutes.
    pub pessimistic_minutes: MaybeUndefined<i32>,
    /// What it costs when all goes well.
    pub optimistic_cost: MaybeUndefined<MoneyInput>,
    /// What it most likely costs.
    pub likely_cost: MaybeUndefined<MoneyInput>,
    /// What it costs when little goes well.
    pub pessimistic_cost: MaybeUndefined<MoneyInput>,
    /// How many units, where the method is PARAMETRIC.
    pub quantity: MaybeUndefined<Decimal>,
    /// What the units are.
    pub unit: MaybeUndefined<String>,
    /// What one unit costs, where the method is PARAMETRIC.
    pub unit_cost: MaybeUndefined<UnitPriceInput>,
    /// What an hour of it is sold for.
    pub sell_rate: MaybeUndefined<UnitPriceInput>,
    /// The similar work it is estimated after.
    pub reference: MaybeUndefined<String>,
    /// What else there is to say.
    pub note: MaybeUndefined<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which line to archive or bring back, of an estimate that is a DRAFT.
#[derive(Clone, Debug, InputObject)]
pub struct EstimateLineArchiveInput {
    /// Which line.
    pub id: Id<estimate_line::Entity>,
    /// Refuse if the line has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// One of the lines an estimate is to have.
#[derive(Clone, Debug, InputObject)]
pub struct EstimateLineItemInput {
    /// The line it replaces, one of the estimate's; a new line when left out.
    pub id: Option<Id<estimate_line::Entity>>,
    /// What it says.
    #[graphql(flatten)]
    pub fields: EstimateLineFields,
}

/// All lines an estimate that is a DRAFT is to have from now on. Lines that are not named are archived.
#[derive(Clone, Debug, InputObject)]
pub struct EstimateLinesReplaceInput {
    /// Which estimate.
    pub id: Id<estimate::Entity>,
    /// Refuse if the estimate has another version.
    pub expected_version: i32,
    /// The lines in their order, at most 200.
    pub lines: Vec<EstimateLineItemInput>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl EstimateLineCreateInput {
    /// Checks the form of the input.
    pub(in crate::pipeline) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        self.fields.check(&mut checks, "");
        checks.done()
    }
}

impl EstimateLineUpdateInput {
    /// Checks what the fields they make together with those that stay cannot tell.
    pub(in crate::pipeline) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("phaseKey", &self.phase_key);
        checks.not_cleared("phasePosition", &self.phase_position);
        checks.not_cleared("position", &self.position);
        checks.done()
    }
}

impl EstimateLinesReplaceInput {
    /// Checks the form of the input.
    pub(in crate::pipeline) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.at_most("lines", self.lines.len(), LINES);
        for (at, line) in self.lines.iter().take(LINES).enumerate() {
            line.fields.check(&mut checks, &format!("lines.{at}."));
        }
        checks.done()
    }
}
