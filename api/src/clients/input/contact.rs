use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    agency::Locale,
    client,
    contact::{self, DecisionRole},
    value::Id,
};

use crate::kernel::{
    check::{Checks, NAME},
    custom::CustomValues,
    error::Result,
    external::{self, ExternalIdInput},
};

/// The contact to make.
#[derive(Clone, Debug, InputObject)]
pub struct ContactCreateInput {
    /// The client.
    pub client_id: Id<client::Entity>,
    /// The name, at most 200 characters.
    pub name: String,
    /// The mail address.
    pub email: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// What they do there.
    pub job_title: Option<String>,
    /// The part they play in decisions; OTHER when left out.
    pub decision_role: Option<DecisionRole>,
    /// Their language; the client's when left out.
    pub locale: Option<Locale>,
    /// Whether they may be sent surveys.
    pub consent_survey: Option<bool>,
    /// Whether they may be sent advertising.
    pub consent_marketing: Option<bool>,
    /// Whether their comments may be published.
    pub consent_publish_comments: Option<bool>,
    /// Ids in other systems.
    pub external_ids: Option<Vec<ExternalIdInput>>,
    /// Values of the agency's own fields, by key.
    pub custom_fields: Option<CustomValues>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a contact. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct ContactUpdateInput {
    /// Which contact.
    pub id: Id<contact::Entity>,
    /// Refuse if the contact has another version.
    pub expected_version: Option<i32>,
    /// The name.
    pub name: MaybeUndefined<String>,
    /// The mail address.
    pub email: MaybeUndefined<String>,
    /// The telephone number.
    pub phone: MaybeUndefined<String>,
    /// What they do there.
    pub job_title: MaybeUndefined<String>,
    /// The part they play in decisions.
    pub decision_role: MaybeUndefined<DecisionRole>,
    /// Their language.
    pub locale: MaybeUndefined<Locale>,
    /// Whether they may be sent surveys.
    pub consent_survey: MaybeUndefined<bool>,
    /// Whether they may be sent advertising.
    pub consent_marketing: MaybeUndefined<bool>,
    /// Whether their comments may be published.
    pub consent_publish_comments: MaybeUndefined<bool>,
    /// Ids in other systems to add.
    pub add_external_ids: Option<Vec<ExternalIdInput>>,
    /// Ids in other systems to take away.
    pub remove_external_ids: Option<Vec<ExternalIdInput>>,
    /// Values of the agency's own fields, by key. A key left out stays, null clears it.
    pub custom_fields: MaybeUndefined<CustomValues>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which contact to archive or bring back.
#[derive(Clone, Debug, InputObject)]
pub struct ContactArchiveInput {
    /// Which contact.
    pub id: Id<contact::Entity>,
    /// Refuse if the contact has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl ContactCreateInput {
    /// Checks the form of the input.
    pub(in crate::clients) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("name", &self.name, NAME);
        checks.email("email", self.email.as_ref());
        checks.opt_text("phone", self.phone.as_ref(), 40);
        checks.opt_text("jobTitle", self.job_title.as_ref(), NAME);
        external::check(&mut checks, "externalIds", self.external_ids.as_ref());
        checks.done()
    }
}

impl ContactUpdateInput {
    /// Checks the form of the input.
    pub(in crate::clients) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("name", &self.name);
        checks.not_cleared("decisionRole", &self.decision_role);
        checks.not_cleared("locale", &self.locale);
        for (field, consent) in [
            ("consentSurvey", &self.consent_survey),
            ("consentMarketing", &self.consent_marketing),
            ("consentPublishComments", &self.consent_publish_comments),
        ] {
            checks.not_cleared(field, consent);
        }
        checks.patch_text("name", &self.name, NAME);
        checks.email("email", self.email.value());
        checks.patch_text("phone", &self.phone, 40);
        checks.patch_text("jobTitle", &self.job_title, NAME);
        external::check(&mut checks, "addExternalIds", self.add_external_ids.as_ref());
        external::check(
            &mut checks,
            "removeExternalIds",
            self.remove_external_ids.as_ref(),
        );
        checks.done()
    }
}
