//! What it takes to make and change a record: plain structs and their checks.

mod content;
mod decision;
mod group;
mod line;
mod link;
mod phase;
mod proposal;
mod send;
mod tax_code;
mod version;

pub use content::{
    ProposalContentGroupInput, ProposalContentLineInput, ProposalContentPhaseInput,
    ProposalVersionContentSetInput,
};
pub use decision::{ProposalAcceptInput, ProposalDeclineInput};
pub use group::{
    OptionGroupCreateInput, OptionGroupEntryInput, OptionGroupRemoveInput, OptionGroupUpdateInput,
};
pub use line::{
    ProposalLineCreateInput, ProposalLineEntryInput, ProposalLineRemoveInput, ProposalLineUpdateInput,
};
pub use link::{ProposalLinkAcceptInput, ProposalLinkDeclineInput, ProposalLinkViewInput};
pub use phase::{
    ProposalPhaseCreateInput, ProposalPhaseEntryInput, ProposalPhaseRemoveInput, ProposalPhaseUpdateInput,
};
pub use proposal::{ProposalCreateInput, ProposalUpdateInput};
pub use send::{
    ProposalDelivery, ProposalRecipientInput, ProposalVersionSendInput, ProposalVersionWithdrawInput,
};
pub use tax_code::{TaxCodeArchiveInput, TaxCodeCreateInput, TaxCodeUpdateInput};
pub use version::{
    ProposalSectionInput, ProposalVersionCreateInput, ProposalVersionTransitionInput,
    ProposalVersionUpdateInput,
};

pub(super) use line::{Priced, fits, micro, quantity};
pub(super) use phase::Span;

use async_graphql::MaybeUndefined;
use entity::value::{CurrencyCode, MoneyInput};

use crate::kernel::{
    check::Checks,
    error::{Result, UserError},
};

/// A whole in hundredths of a percent.
const WHOLE_BPS: i32 = 10_000;
/// The longest text of a proposal.
const LONG_TEXT: usize = 20_000;
/// The highest place in a list.
const LAST_POSITION: i32 = 2_000_000_000;
/// Lines of a version.
pub(super) const LINES_AT_MOST: usize = 200;
/// Phases of a version.
pub(super) const PHASES_AT_MOST: usize = 50;
/// Groups of options of a version.
pub(super) const GROUPS_AT_MOST: usize = 50;

/// The minor units of an amount of this currency that is not negative.
pub(super) fn amount_in(currency: CurrencyCode, money: &MoneyInput, path: &str) -> Result<i64, UserError> {
    if money.currency != currency {
        return Err(UserError::invalid(
            &format!("{path}.currency"),
            say!("the amounts of this proposal are in {currency}", currency),
        ));
    }
    match money.minor() {
        Ok(minor) if minor >= 0 => Ok(minor),
        Ok(_) => Err(UserError::invalid(
            &format!("{path}.amount"),
            say!("the amount is negative"),
        )),
        Err(error) => Err(UserError::invalid(&format!("{path}.amount"), error)),
    }
}

/// A place in a list.
fn position(checks: &mut Checks, field: &str, position: Option<i32>) {
    checks.range(field, position, 0, LAST_POSITION);
}

/// The value that a change gives, if it gives one.
fn given<T: Copy>(change: &MaybeUndefined<T>) -> Option<T> {
    change.value().copied()
}
