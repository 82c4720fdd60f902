//! What it takes to make and change a record: plain structs and their checks.

mod estimate;
mod estimate_line;
mod line_fields;
mod opportunity;
mod stage;

pub use estimate::{EstimateCopyInput, EstimateCreateInput, EstimateTransitionInput, EstimateUpdateInput};
pub(super) use estimate_line::LINES;
pub use estimate_line::{
    EstimateLineArchiveInput, EstimateLineCreateInput, EstimateLineItemInput, EstimateLineUpdateInput,
    EstimateLinesReplaceInput,
};
pub use line_fields::EstimateLineFields;
pub use opportunity::{
    OpportunityArchiveInput, OpportunityCreateInput, OpportunityMoveInput, OpportunityUpdateInput,
};
pub(super) use stage::certainty;
pub use stage::{StageArchiveInput, StageCreateInput, StageUpdateInput};

/// A whole in hundredths of a percent.
pub(super) const WHOLE_BPS: i32 = 10_000;
/// Records that a list of an input names at most.
const LINKS: usize = 50;
