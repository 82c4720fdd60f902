use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    need, option_group, proposal_line, proposal_phase, tax_code,
    value::{CurrencyCode, Decimal, Id, UnitPriceInput, price},
};

use super::{WHOLE_BPS, position};
use crate::kernel::{
    check::{Checks, NOTE},
    error::{Result, UserError},
};

/// The longest unit.
const UNIT: usize = 32;
/// One, in ten-thousandths.
const ONE: i64 = 10_000;

/// So much of something at a price.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalLineEntryInput {
    /// What is offered, at most 2 000 characters.
    pub description: String,
    /// How much of it, with four decimals at most; 1 when left out.
    pub quantity: Option<Decimal>,
    /// What it is counted in, at most 32 characters.
    pub unit: Option<String>,
    /// The price of one, in the proposal's currency.
    pub unit_price: UnitPriceInput,
    /// What is taken off, in hundredths of a percent; 0 when left out.
    pub discount_bps: Option<i32>,
    /// Its tax; none when left out.
    pub tax_code_id: Option<Id<tax_code::Entity>>,
    /// Whether the client may leave it out. A line of a group is an option in any case.
    pub optional: Option<bool>,
    /// Whether the option is chosen unless the client chooses otherwise; false when left out.
    pub selected: Option<bool>,
    /// The need of the client that it answers.
    pub need_id: Option<Id<need::Entity>>,
}

/// The line to add to a version.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalLineCreateInput {
    /// The phase it belongs to, of a version that is being written.
    pub phase_id: Id<proposal_phase::Entity>,
    /// The group of options it belongs to, of the same version.
    pub group_id: Option<Id<option_group::Entity>>,
    /// Its place among the lines; after the last when left out.
    pub position: Option<i32>,
    /// The line.
    pub line: ProposalLineEntryInput,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a line. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalLineUpdateInput {
    /// Which line.
    pub id: Id<proposal_line::Entity>,
    /// Refuse if the line has another version.
    pub expected_version: Option<i32>,
    /// The phase it belongs to, of the same version.
    pub phase_id: MaybeUndefined<Id<proposal_phase::Entity>>,
    /// The group of options it belongs to, of the same version.
    pub group_id: MaybeUndefined<Id<option_group::Entity>>,
    /// Its place among the lines.
    pub position: MaybeUndefined<i32>,
    /// What is offered.
    pub description: MaybeUndefined<String>,
    /// How much of it.
    pub quantity: MaybeUndefined<Decimal>,
    /// What it is counted in.
    pub unit: MaybeUndefined<String>,
    /// The price of one.
    pub unit_price: MaybeUndefined<UnitPriceInput>,
    /// What is taken off, in hundredths of a percent.
    pub discount_bps: MaybeUndefined<i32>,
    /// Its tax.
    pub tax_code_id: MaybeUndefined<Id<tax_code::Entity>>,
    /// Whether the client may leave it out.
    pub optional: MaybeUndefined<bool>,
    /// Whether the option is chosen unless the client chooses otherwise.
    pub selected: MaybeUndefined<bool>,
    /// The need of the client that it answers.
    pub need_id: MaybeUndefined<Id<need::Entity>>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which line to take out.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalLineRemoveInput {
    /// Which line.
    pub id: Id<proposal_line::Entity>,
    /// Refuse if the line has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// How much of something at which price, as it is stored.
#[derive(Clone, Copy, Debug)]
pub(in crate::proposals) struct Priced {
    pub quantity: i64,
    pub micro: i64,
    pub discount_bps: i32,
}

impl Priced {
    /// What it comes to, in minor units; `at` is the input's part that it stands in, with a dot at its end.
    pub(in crate::proposals) fn net(self, currency: CurrencyCode, at: &str) -> Result<i64, UserError> {
        price::of_quantity_less(self.quantity, self.micro, self.discount_bps, currency).ok_or_else(|| {
            UserError::invalid(
                &format!("input.{at}unitPrice.amount"),
                say!("the amount is too large"),
            )
        })
    }
}

/// A quantity above zero.
pub(in crate::proposals) fn quantity(given: Decimal, at: &str) -> Result<i64, UserError> {
    let path = format!("input.{at}quantity");
    match price::quantity(given) {
        Ok(quantity) if quantity > 0 => Ok(quantity),
        Ok(_) => Err(UserError::invalid(&path, say!("a number above zero is needed"))),
        Err(error) => Err(UserError::invalid(&path, error)),
    }
}

/// A price of this currency that is not negative.
pub(in crate::proposals) fn micro(
    given: &UnitPriceInput,
    currency: CurrencyCode,
    at: &str,
) -> Result<i64, UserError> {
    if given.currency != currency {
        return Err(UserError::invalid(
            &format!("input.{at}unitPrice.currency"),
            say!("the amounts of this proposal are in {currency}", currency),
        ));
    }
    let path = format!("input.{at}unitPrice.amount");
    match given.micro() {
        Ok(micro) if micro >= 0 => Ok(micro),
        Ok(_) => Err(UserError::invalid(&path, say!("the amount is negative"))),
        Err(error) => Err(UserError::invalid(&path, error)),
    }
}

impl ProposalLineEntryInput {
    /// How much of something at which price, in this currency.
    pub(in crate::proposals) fn priced(&self, currency: CurrencyCode, at: &str) -> Result<Priced, UserError> {
        Ok(Priced {
            quantity: self.quantity.map_or(Ok(ONE), |given| quantity(given, at))?,
            micro: micro(&self.unit_price, currency, at)?,
            discount_bps: self.discount_bps.unwrap_or(0),
        })
    }

    pub(super) fn check(&self, checks: &mut Checks, at: &str, is_in_group: bool) {
        checks.text(&format!("{at}description"), &self.description, NOTE);
        checks.opt_text(&format!("{at}unit"), self.unit.as_ref(), UNIT);
        checks.range(&format!("{at}discountBps"), self.discount_bps, 0, WHOLE_BPS);
        let optional = self.optional.unwrap_or(is_in_group);
        if let Err(error) = fits(optional, self.selected.unwrap_or(false), is_in_group, at) {
            checks.fault(error);
        }
    }
}

/// Refuses a line of a group that is no option, and a choice beforehand of what is no option.
pub(in crate::proposals) fn fits(
    optional: bool,
    selected: bool,
    is_in_group: bool,
    at: &str,
) -> Result<(), UserError> {
    if is_in_group && !optional {
        return Err(UserError::invalid(
            &format!("input.{at}optional"),
            say!("a line of a group is an option"),
        ));
    }
    if selected && !optional {
        return Err(UserError::invalid(
            &format!("input.{at}selected"),
            say!("only an option can be chosen beforehand"),
        ));
    }
    Ok(())
}

impl ProposalLineCreateInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        position(&mut checks, "position", self.position);
        self.line.check(&mut checks, "line.", self.group_id.is_some());
        checks.done()
    }
}

impl ProposalLineUpdateInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("phaseId", &self.phase_id);
        checks.not_cleared("position", &self.position);
        checks.not_cleared("description", &self.description);
        checks.not_cleared("quantity", &self.quantity);
        checks.not_cleared("unitPrice", &self.unit_price);
        checks.not_cleared("discountBps", &self.discount_bps);
        checks.not_cleared("optional", &self.optional);
        checks.not_cleared("selected", &self.selected);
        position(&mut checks, "position", super::given(&self.position));
        checks.patch_text("description", &self.description, NOTE);
        checks.patch_text("unit", &self.unit, UNIT);
        checks.range("discountBps", super::given(&self.discount_bps), 0, WHOLE_BPS);
        checks.done()
    }
}
