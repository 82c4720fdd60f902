use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    agency::Locale,
    client::{self, ClientStage, ClientTier},
    membership,
    value::{CurrencyCode, Date, Id, MoneyInput},
};

use crate::kernel::{
    check::{Checks, NAME, NOTE},
    custom::CustomValues,
    error::Result,
    external::{self, ExternalIdInput},
};

/// The client to make.
#[derive(Clone, Debug, InputObject)]
pub struct ClientCreateInput {
    /// The name people know the client by, at most 200 characters.
    pub name: String,
    /// The name in contracts.
    pub legal_name: Option<String>,
    /// How the relationship stands; PROSPECT when left out.
    pub stage: Option<ClientStage>,
    /// How much the client matters to the agency.
    pub tier: Option<ClientTier>,
    /// The line of business.
    pub sector: Option<String>,
    /// The currency the client is billed in; the agency's when left out.
    pub currency: Option<CurrencyCode>,
    /// The language of what is sent to the client; the agency's when left out.
    pub locale: Option<Locale>,
    /// The tax number.
    pub tax_id: Option<String>,
    /// Where invoices go.
    pub billing_address: Option<String>,
    /// Days the client has to pay, 0 to 365.
    pub payment_term_days: Option<i32>,
    /// How much may be outstanding.
    pub credit_limit: Option<MoneyInput>,
    /// The day work began.
    pub since: Option<Date>,
    /// The colleague who answers for the client: opens a LEAD assignment. An account manager who leaves it out becomes the lead.
    pub owner_id: Option<Id<membership::Entity>>,
    /// Ids in other systems.
    pub external_ids: Option<Vec<ExternalIdInput>>,
    /// Values of the agency's own fields, by key.
    pub custom_fields: Option<CustomValues>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a client. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct ClientUpdateInput {
    /// Which client.
    pub id: Id<client::Entity>,
    /// Refuse if the client has another version.
    pub expected_version: Option<i32>,
    /// The name people know the client by.
    pub name: MaybeUndefined<String>,
    /// The name in contracts.
    pub legal_name: MaybeUndefined<String>,
    /// How the relationship stands.
    pub stage: MaybeUndefined<ClientStage>,
    /// Why it stands so; kept with the stage and in the history.
    pub stage_reason: MaybeUndefined<String>,
    /// How much the client matters to the agency.
    pub tier: MaybeUndefined<ClientTier>,
    /// The line of business.
    pub sector: MaybeUndefined<String>,
    /// The currency the client is billed in.
    pub currency: MaybeUndefined<CurrencyCode>,
    /// The language of what is sent to the client.
    pub locale: MaybeUndefined<Locale>,
    /// The tax number.
    pub tax_id: MaybeUndefined<String>,
    /// Where invoices go.
    pub billing_address: MaybeUndefined<String>,
    /// Days the client has to pay, 0 to 365.
    pub payment_term_days: MaybeUndefined<i32>,
    /// How much may be outstanding.
    pub credit_limit: MaybeUndefined<MoneyInput>,
    /// The day work began.
    pub since: MaybeUndefined<Date>,
    /// The colleague who answers for the client: ends the open LEAD assignment today and opens another. Null only ends it.
    pub owner_id: MaybeUndefined<Id<membership::Entity>>,
    /// Ids in other systems to add.
    pub add_external_ids: Option<Vec<ExternalIdInput>>,
    /// Ids in other systems to take away.
    pub remove_external_ids: Option<Vec<ExternalIdInput>>,
    /// Values of the agency's own fields, by key. A key left out stays, null clears it.
    pub custom_fields: MaybeUndefined<CustomValues>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which client to archive or bring back.
#[derive(Clone, Debug, InputObject)]
pub struct ClientArchiveInput {
    /// Which client.
    pub id: Id<client::Entity>,
    /// Refuse if the client has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl ClientCreateInput {
    /// Checks the form of the input.
    pub(in crate::clients) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("name", &self.name, NAME);
        checks.opt_text("legalName", self.legal_name.as_ref(), NAME);
        checks.opt_text("sector", self.sector.as_ref(), 100);
        checks.opt_text("taxId", self.tax_id.as_ref(), 64);
        checks.opt_text("billingAddress", self.billing_address.as_ref(), 1_000);
        checks.range("paymentTermDays", self.payment_term_days, 0, 365);
        checks.amount("creditLimit", self.credit_limit.as_ref());
        external::check(&mut checks, "externalIds", self.external_ids.as_ref());
        checks.done()
    }
}

impl ClientUpdateInput {
    /// Checks the form of the input.
    pub(in crate::clients) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("name", &self.name);
        checks.not_cleared("stage", &self.stage);
        checks.not_cleared("currency", &self.currency);
        checks.not_cleared("locale", &self.locale);
        checks.patch_text("name", &self.name, NAME);
        checks.patch_text("legalName", &self.legal_name, NAME);
        checks.patch_text("stageReason", &self.stage_reason, NOTE);
        checks.patch_text("sector", &self.sector, 100);
        checks.patch_text("taxId", &self.tax_id, 64);
        checks.patch_text("billingAddress", &self.billing_address, 1_000);
        checks.range("paymentTermDays", self.payment_term_days.value().copied(), 0, 365);
        checks.amount("creditLimit", self.credit_limit.value());
        external::check(&mut checks, "addExternalIds", self.add_external_ids.as_ref());
        external::check(
            &mut checks,
            "removeExternalIds",
            self.remove_external_ids.as_ref(),
        );
        checks.done()
    }
}
