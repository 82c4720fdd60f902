//! What it takes to make and change a record: plain structs and their checks.

mod engagement;

pub use engagement::{EngagementCreateInput, EngagementTransitionInput, EngagementUpdateInput};
