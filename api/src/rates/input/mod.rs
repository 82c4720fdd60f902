//! What it takes to make and change a record: plain structs and their checks.

mod card;
mod cost_rate;
mod fx_rate;
mod fx_rates;
mod period;
mod work_role;

pub use card::{
    RateArchiveInput, RateCardArchiveInput, RateCardCreateInput, RateCardUpdateInput,
    RateCardVersionCreateInput, RateCreateInput, RateEntryInput, RateUpdateInput,
};
pub use cost_rate::{CostRateCreateInput, CostRateUpdateInput};
pub use fx_rate::FxRateSetInput;
pub use fx_rates::{FxRateRowInput, FxRatesImportInput};
pub use period::{AccountingPeriodCloseInput, AccountingPeriodCreateInput, AccountingPeriodReopenInput};
pub use work_role::{WorkRoleArchiveInput, WorkRoleCreateInput, WorkRoleUpdateInput};

pub(super) use card::RATES_AT_MOST;
pub(super) use fx_rate::RATE_DECIMALS;
pub(super) use fx_rates::Quote;

use entity::value::UnitPriceInput;

use crate::kernel::{check::Checks, error::UserError};

/// The longest category.
const CATEGORY: usize = 64;

/// A price for the hour that is not negative and fits.
fn per_hour(checks: &mut Checks, field: &str, price: Option<&UnitPriceInput>) {
    let path = format!("input.{field}.amount");
    match price.map(UnitPriceInput::micro) {
        Some(Ok(micro)) if micro < 0 => {
            checks.fault(UserError::invalid(&path, say!("the amount is negative")));
        }
        Some(Err(error)) => checks.fault(UserError::invalid(&path, error)),
        Some(Ok(_)) | None => {}
    }
}
