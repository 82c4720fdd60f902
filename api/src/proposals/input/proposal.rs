use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    agency::Locale,
    client,
    contract::ContractType,
    opportunity, project, proposal,
    value::{CurrencyCode, Date, Id, MoneyInput},
};

use super::version::{ProposalSectionInput, texts};
use crate::kernel::{
    check::{Checks, NAME},
    error::Result,
};

/// The proposal to make, with its first version.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalCreateInput {
    /// The client it is for.
    pub client_id: Id<client::Entity>,
    /// The opportunity that it is for: it is won when the client accepts.
    pub opportunity_id: Option<Id<opportunity::Entity>>,
    /// The project that it adds to; its acceptance opens one of its own when left out.
    pub project_id: Option<Id<project::Entity>>,
    /// What it is called, at most 200 characters.
    pub title: String,
    /// The language it is written in; the client's when left out.
    pub locale: Option<Locale>,
    /// The currency of all its amounts; the project's when left out, or the client's. It never changes.
    pub currency: Option<CurrencyCode>,
    /// How the work is paid; `FIXED_FEE` when left out.
    pub contract_type: Option<ContractType>,
    /// What is never invoiced beyond, before tax.
    pub not_to_exceed: Option<MoneyInput>,
    /// The last day on which it can be accepted. Needed before it is sent.
    pub valid_until: Option<Date>,
    /// The words it begins with, at most 20 000 characters.
    pub intro: Option<String>,
    /// Its parts in words, at most 50.
    pub sections: Option<Vec<ProposalSectionInput>>,
    /// The terms it is offered on, at most 20 000 characters.
    pub terms: Option<String>,
    /// What is taken off the whole, before tax.
    pub discount: Option<MoneyInput>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a proposal. What is left out stays.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalUpdateInput {
    /// Which proposal.
    pub id: Id<proposal::Entity>,
    /// Refuse if the proposal has another version.
    pub expected_version: Option<i32>,
    /// What it is called. It stays once a version was sent.
    pub title: MaybeUndefined<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl ProposalCreateInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("title", &self.title, NAME);
        texts(
            &mut checks,
            self.intro.as_ref(),
            self.terms.as_ref(),
            self.sections.as_deref(),
        );
        checks.done()
    }
}

impl ProposalUpdateInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("title", &self.title);
        checks.patch_text("title", &self.title, NAME);
        checks.done()
    }
}
