use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    agency::Locale,
    contract::ContractType,
    proposal,
    proposal_version::{self, ProposalVersionStatus},
    value::{Date, Id, MoneyInput},
};

use super::LONG_TEXT;
use crate::kernel::{
    check::{Checks, NAME, NOTE},
    error::Result,
};

/// Parts in words of a version.
const SECTIONS_AT_MOST: usize = 50;

/// A part of a proposal in words.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalSectionInput {
    /// The heading, at most 200 characters.
    pub heading: String,
    /// The text, at most 20 000 characters.
    pub body: String,
}

/// The proposal that gets one more version.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalVersionCreateInput {
    /// Which proposal. Its last version is copied.
    pub proposal_id: Id<proposal::Entity>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a version that is being written. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalVersionUpdateInput {
    /// Which version.
    pub id: Id<proposal_version::Entity>,
    /// Refuse if the version has changed since.
    pub expected_version: Option<i32>,
    /// The language it is written in.
    pub locale: MaybeUndefined<Locale>,
    /// How the work is paid.
    pub contract_type: MaybeUndefined<ContractType>,
    /// What is never invoiced beyond, before tax.
    pub not_to_exceed: MaybeUndefined<MoneyInput>,
    /// The last day on which it can be accepted.
    pub valid_until: MaybeUndefined<Date>,
    /// The words it begins with.
    pub intro: MaybeUndefined<String>,
    /// Its parts in words, in place of those it has.
    pub sections: MaybeUndefined<Vec<ProposalSectionInput>>,
    /// The terms it is offered on.
    pub terms: MaybeUndefined<String>,
    /// What is taken off the whole, before tax.
    pub discount: MaybeUndefined<MoneyInput>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Where a version goes before it is sent.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalVersionTransitionInput {
    /// Which version.
    pub id: Id<proposal_version::Entity>,
    /// Refuse if the version has changed since.
    pub expected_version: i32,
    /// The state: `IN_REVIEW`, APPROVED, DRAFT or DISCARDED. The others come with sending, withdrawing, and the client's answer.
    pub to: ProposalVersionStatus,
    /// Why; kept with the version and in the history.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Texts of a version.
pub(super) fn texts(
    checks: &mut Checks,
    intro: Option<&String>,
    terms: Option<&String>,
    sections: Option<&[ProposalSectionInput]>,
) {
    checks.opt_text("intro", intro, LONG_TEXT);
    checks.opt_text("terms", terms, LONG_TEXT);
    let sections = sections.unwrap_or_default();
    checks.at_most("sections", sections.len(), SECTIONS_AT_MOST);
    for (at, ProposalSectionInput { heading, body }) in sections.iter().enumerate() {
        checks.text(&format!("sections.{at}.heading"), heading, NAME);
        checks.text(&format!("sections.{at}.body"), body, LONG_TEXT);
    }
}

impl ProposalVersionUpdateInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("locale", &self.locale);
        checks.not_cleared("contractType", &self.contract_type);
        let sections = self.sections.value().map(Vec::as_slice);
        texts(&mut checks, self.intro.value(), self.terms.value(), sections);
        checks.done()
    }
}

impl ProposalVersionTransitionInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("reason", self.reason.as_ref(), NOTE);
        checks.done()
    }
}
