use entity::tax_code::{self, Column, TaxCategory};

use crate::read::{Resource, resource};

/// A rate of tax and the reason for it.
#[rustfmt::skip]
pub(super) fn tax_code() -> Resource {
    resource::<tax_code::Entity>("A rate of tax and the reason for it. The rate never changes: a new rate is a new code.")
        .field(Column::Name, "What it is called.").filter().order().folded(Column::NameKey)
        .field(Column::RateBps, "The rate, in hundredths of a percent.")
        .choice::<TaxCategory>(Column::Category, "Why it applies, by the codes of EN 16931.").filter().group()
        .record()
        .hides([Column::CreatedBy])
        .root("taxCode", "taxCodes")
}
