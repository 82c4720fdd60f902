//! The rules.

pub mod estimate;
pub mod estimate_line;
mod line_form;
mod lines;
pub mod opportunity;
pub mod opportunity_move;
pub mod stage;
