//! What can be read.

mod estimate;
mod opportunity;
mod stage;

use crate::read::Resource;

/// All resources of the module.
pub fn resources() -> Vec<Resource> {
    vec![
        stage::stage(),
        opportunity::opportunity(),
        estimate::estimate(),
        estimate::estimate_line(),
    ]
}
