//! What a version of a proposal says: the part that is frozen, hashed, and shown to those who have a link. Nothing internal has a
//! place in it.

use async_graphql::SimpleObject;
use data_encoding::HEXLOWER;
use entity::{
    agency::{Locale, TaxRounding},
    contract::ContractType,
    option_group::{self, OptionRule},
    proposal_line,
    proposal_phase::{self, PhaseBilling},
    tax_code::TaxCategory,
    value::{CurrencyCode, Date, Decimal, Id, Money, UnitPrice},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::kernel::{
    canonical::canonical,
    error::{Error, Result},
};

/// What a version of a proposal says. Its JSON, with every field selected, is what contentHash is made from: see docs/proposals.md.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProposalContent {
    /// The proposal's number.
    pub number: String,
    /// Which version of it: 1 is the first.
    pub n: i32,
    /// What it is called.
    pub title: String,
    /// The name of the agency that offers.
    pub agency: String,
    /// The name of the client it is for.
    pub client: String,
    /// The language it is written in.
    pub locale: Locale,
    /// The currency of all its amounts.
    pub currency: CurrencyCode,
    /// How its tax is rounded.
    pub tax_rounding: TaxRounding,
    /// How the work is paid.
    #[serde(default = "fixed_fee")]
    pub contract_type: ContractType,
    /// What is never invoiced beyond, before tax.
    #[serde(default)]
    pub not_to_exceed: Option<Money>,
    /// The last day on which it can be accepted.
    pub valid_until: Option<Date>,
    /// The words it begins with.
    pub intro: Option<String>,
    /// Its parts in words.
    pub sections: Vec<ProposalSection>,
    /// The terms it is offered on.
    pub terms: Option<String>,
    /// What is taken off the whole before tax, shared out over the lines in proportion to their amounts.
    pub discount: Money,
    /// Groups of options, in their order.
    pub groups: Vec<ProposalContentGroup>,
    /// The phases, in their order.
    pub phases: Vec<ProposalContentPhase>,
}

/// A part of a proposal in words.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject, Serialize, Deserialize)]
pub struct ProposalSection {
    /// The heading.
    pub heading: String,
    /// The text.
    pub body: String,
}

/// Options of which the client chooses by a rule.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject, Serialize, Deserialize)]
pub struct ProposalContentGroup {
    /// Its id, which lines refer to.
    pub id: Id<option_group::Entity>,
    /// What it is called.
    pub name: String,
    /// How many of its options are taken.
    pub rule: OptionRule,
}

/// A part of the work, with its dates and lines.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProposalContentPhase {
    /// Its id.
    pub id: Id<proposal_phase::Entity>,
    /// What it is called.
    pub name: String,
    /// What it is to bring.
    pub goal: Option<String>,
    /// The day it begins.
    pub starts_on: Option<Date>,
    /// The day it ends.
    pub ends_on: Option<Date>,
    /// Days from the beginning of the work to its own, where no dates are given.
    pub start_offset_days: Option<i32>,
    /// How many days it takes, where no dates are given.
    pub duration_days: Option<i32>,
    /// What it delivers.
    pub deliverables: Vec<String>,
    /// When it is billed.
    pub billing: PhaseBilling,
    /// The share that is billed when it begins, in hundredths of a percent; only where billing is PERCENT.
    pub billing_bps: Option<i32>,
    /// What it is accepted by.
    pub acceptance_criteria: Option<String>,
    /// What is reached at its end.
    pub milestone_name: Option<String>,
    /// Its lines, in their order.
    pub lines: Vec<ProposalContentLine>,
}

/// So much of something at a price.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProposalContentLine {
    /// Its id, by which an option is chosen.
    pub id: Id<proposal_line::Entity>,
    /// The group of options it belongs to.
    pub group_id: Option<Id<option_group::Entity>>,
    /// What is offered.
    pub description: String,
    /// How much of it.
    pub quantity: Decimal,
    /// What it is counted in.
    pub unit: Option<String>,
    /// The price of one.
    pub unit_price: UnitPrice,
    /// What is taken off, in hundredths of a percent.
    pub discount_bps: i32,
    /// What it comes to before tax and before the discount on the whole.
    pub net: Money,
    /// The name of the tax.
    pub tax_name: Option<String>,
    /// Why this rate of tax applies.
    pub tax_category: TaxCategory,
    /// The rate of tax, in hundredths of a percent.
    pub tax_rate_bps: i32,
    /// Whether the client may leave it out.
    pub optional: bool,
    /// Whether an option is chosen unless the client chooses otherwise.
    pub selected: bool,
}

impl ProposalContent {
    /// All lines, in their order.
    pub fn lines(&self) -> impl Iterator<Item = &ProposalContentLine> {
        self.phases.iter().flat_map(|phase| &phase.lines)
    }

    /// The content as it is hashed: canonical JSON, RFC 8785.
    ///
    /// # Errors
    /// Never, unless a value cannot be written as JSON.
    pub fn canonical(&self) -> Result<String> {
        let value = serde_json::to_value(self)
            .map_err(|error| Error::internal(format!("writing a proposal: {error}")))?;
        Ok(canonical(&value, None))
    }

    /// The content that was frozen.
    ///
    /// # Errors
    /// When the text is none of ours.
    pub fn frozen(text: &str) -> Result<Self> {
        serde_json::from_str(text).map_err(|error| Error::internal(format!("reading a proposal: {error}")))
    }
}

/// How work is paid by what was sent before this was said.
const fn fixed_fee() -> ContractType {
    ContractType::FixedFee
}

/// The hash of canonical JSON: SHA-256 in hexadecimal.
#[must_use]
pub fn hash(canonical: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(canonical.as_bytes()))
}

/// The minor units of an amount that is known to fit its currency.
#[must_use]
pub fn minor(money: &Money) -> Option<i64> {
    i64::try_from(money.amount.at_scale(money.currency.decimals())?).ok()
}
