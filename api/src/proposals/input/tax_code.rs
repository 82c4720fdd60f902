use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    tax_code::{self, TaxCategory},
    value::Id,
};

use super::WHOLE_BPS;
use crate::kernel::{
    check::Checks,
    error::{Result, UserError},
};

/// The longest name.
const NAME: usize = 120;

/// The tax code to make.
#[derive(Clone, Debug, InputObject)]
pub struct TaxCodeCreateInput {
    /// What it is called, at most 120 characters: for example VAT 19 %.
    pub name: String,
    /// The rate, in hundredths of a percent. It never changes.
    pub rate_bps: i32,
    /// Why it applies. All but S are without tax.
    pub category: TaxCategory,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a tax code. Rate and category stay: a new rate is a new code.
#[derive(Clone, Debug, InputObject)]
pub struct TaxCodeUpdateInput {
    /// Which tax code.
    pub id: Id<tax_code::Entity>,
    /// Refuse if the tax code has another version.
    pub expected_version: Option<i32>,
    /// What it is called.
    pub name: MaybeUndefined<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which tax code to archive or bring back.
#[derive(Clone, Debug, InputObject)]
pub struct TaxCodeArchiveInput {
    /// Which tax code.
    pub id: Id<tax_code::Entity>,
    /// Refuse if the tax code has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl TaxCodeCreateInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("name", &self.name, NAME);
        checks.range("rateBps", Some(self.rate_bps), 0, WHOLE_BPS);
        let is_taxed = match self.category {
            TaxCategory::Standard => true,
            TaxCategory::Zero
            | TaxCategory::Exempt
            | TaxCategory::ReverseCharge
            | TaxCategory::IntraCommunity
            | TaxCategory::Export
            | TaxCategory::OutOfScope => false,
        };
        if is_taxed != (self.rate_bps > 0) {
            let message = if is_taxed {
                say!("the category S has a rate above zero")
            } else {
                say!("this category is without tax")
            };
            checks.fault(UserError::invalid("input.rateBps", message));
        }
        checks.done()
    }
}

impl TaxCodeUpdateInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("name", &self.name);
        checks.patch_text("name", &self.name, NAME);
        checks.done()
    }
}
