use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    stage::{self, StageKind},
    value::Id,
};

use super::WHOLE_BPS;
use crate::kernel::{
    check::Checks,
    error::{Result, UserError},
    place,
};

/// The longest name of a stage.
const NAME: usize = 100;

/// The stage to make.
#[derive(Clone, Debug, InputObject)]
pub struct StageCreateInput {
    /// What it is called, at most 100 characters; unique among the stages in use.
    pub name: String,
    /// What it means for the opportunities in it. It stays.
    pub kind: StageKind,
    /// How likely an order is, in hundredths of a percent. Needed for OPEN; WON has 10000 and LOST 0.
    pub probability_bps: Option<i32>,
    /// Its place among the stages. When left out it comes last, 1024 after the one before, so that others fit between.
    pub position: Option<i32>,
    /// Whether new opportunities begin here, in place of where they begin now. The first stage of an agency is always the
    /// default.
    pub is_default: Option<bool>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a stage. What is left out stays.
#[derive(Clone, Debug, InputObject)]
pub struct StageUpdateInput {
    /// Which stage.
    pub id: Id<stage::Entity>,
    /// Refuse if the stage has another version.
    pub expected_version: Option<i32>,
    /// What it is called; unique among the stages in use.
    pub name: MaybeUndefined<String>,
    /// How likely an order is, in hundredths of a percent: of the opportunities in it too, but for those that have a
    /// probability of their own.
    pub probability_bps: MaybeUndefined<i32>,
    /// Its place among the stages: a number between those of its new neighbours moves it there.
    pub position: MaybeUndefined<i32>,
    /// True lets new opportunities begin here. The default is not taken away but given to another stage.
    pub is_default: MaybeUndefined<bool>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which stage to archive or bring back.
#[derive(Clone, Debug, InputObject)]
pub struct StageArchiveInput {
    /// Which stage.
    pub id: Id<stage::Entity>,
    /// Refuse if the stage has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl StageCreateInput {
    /// Checks the form of the input.
    pub(in crate::pipeline) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("name", &self.name, NAME);
        probability(&mut checks, self.kind, self.probability_bps);
        if self.kind == StageKind::Open && self.probability_bps.is_none() {
            checks.fault(UserError::required("input.probabilityBps"));
        }
        checks.range("position", self.position, 0, place::LAST);
        checks.done()
    }
}

impl StageUpdateInput {
    /// Checks the form of the input, for a stage of this kind.
    pub(in crate::pipeline) fn check(&self, kind: StageKind) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("name", &self.name);
        checks.not_cleared("probabilityBps", &self.probability_bps);
        checks.not_cleared("position", &self.position);
        checks.not_cleared("isDefault", &self.is_default);
        checks.patch_text("name", &self.name, NAME);
        probability(&mut checks, kind, self.probability_bps.value().copied());
        checks.range("position", self.position.value().copied(), 0, place::LAST);
        checks.done()
    }
}

/// How likely an order is in a stage whose kind says it.
pub(in crate::pipeline) const fn certainty(kind: StageKind) -> Option<i32> {
    match kind {
        StageKind::Open => None,
        StageKind::Won => Some(WHOLE_BPS),
        StageKind::Lost => Some(0),
    }
}

fn probability(checks: &mut Checks, kind: StageKind, given: Option<i32>) {
    checks.range("probabilityBps", given, 0, WHOLE_BPS);
    if let (Some(certain), Some(given)) = (certainty(kind), given)
        && certain != given
    {
        checks.fault(UserError::invalid(
            "input.probabilityBps",
            say!("a stage that is WON has the probability 10000, one that is LOST 0"),
        ));
    }
}
