//! What can be read.

mod card;
mod cost_rate;
mod fx_rate;
mod period;
mod work_role;

use crate::read::Resource;

/// All resources of the module.
pub fn resources() -> Vec<Resource> {
    vec![
        work_role::work_role(),
        card::rate_card(),
        card::rate_card_version(),
        card::rate(),
        cost_rate::cost_rate(),
        fx_rate::fx_rate(),
        period::accounting_period(),
    ]
}
