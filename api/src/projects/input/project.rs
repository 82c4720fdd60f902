use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    client,
    event::Visibility,
    membership,
    project::{self, ProjectStatus, Rag},
    value::{CurrencyCode, Date, Id},
};

use super::days_in_order;
use crate::kernel::{
    check::{Checks, NAME, NOTE, TEXT},
    custom::CustomValues,
    error::Result,
    external::{self, ExternalIdInput},
};

/// The longest code.
const CODE: usize = 32;

/// The project to make.
#[derive(Clone, Debug, InputObject)]
pub struct ProjectCreateInput {
    /// The client it is done for.
    pub client_id: Id<client::Entity>,
    /// What it is called, at most 200 characters.
    pub name: String,
    /// Short and unique in the agency, at most 32 characters; the next of PRJ-0001, PRJ-0002, … when left out.
    pub code: Option<String>,
    /// What is to be done.
    pub description: Option<String>,
    /// Who runs it. A project manager or account manager who leaves it out does.
    pub manager_id: Option<Id<membership::Entity>>,
    /// How it stands; GREEN when left out.
    pub rag: Option<Rag>,
    /// Why it stands so.
    pub rag_note: Option<String>,
    /// The currency its amounts are in; the client's when left out.
    pub currency: Option<CurrencyCode>,
    /// Whether the client sees it in the portal; INTERNAL when left out.
    pub visibility: Option<Visibility>,
    /// The day it begins.
    pub starts_on: Option<Date>,
    /// The day it ends, not before it begins.
    pub ends_on: Option<Date>,
    /// Ids in other systems.
    pub external_ids: Option<Vec<ExternalIdInput>>,
    /// Values of the agency's own fields, by key.
    pub custom_fields: Option<CustomValues>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a project. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct ProjectUpdateInput {
    /// Which project.
    pub id: Id<project::Entity>,
    /// Refuse if the project has another version.
    pub expected_version: Option<i32>,
    /// What it is called.
    pub name: MaybeUndefined<String>,
    /// Short and unique in the agency.
    pub code: MaybeUndefined<String>,
    /// What is to be done.
    pub description: MaybeUndefined<String>,
    /// Who runs it. They are put on the project; who ran it before stays on it.
    pub manager_id: MaybeUndefined<Id<membership::Entity>>,
    /// How it stands.
    pub rag: MaybeUndefined<Rag>,
    /// Why it stands so.
    pub rag_note: MaybeUndefined<String>,
    /// The currency its amounts are in.
    pub currency: MaybeUndefined<CurrencyCode>,
    /// Whether the client sees it in the portal.
    pub visibility: MaybeUndefined<Visibility>,
    /// The day it begins.
    pub starts_on: MaybeUndefined<Date>,
    /// The day it ends, not before it begins.
    pub ends_on: MaybeUndefined<Date>,
    /// Ids in other systems to add.
    pub add_external_ids: Option<Vec<ExternalIdInput>>,
    /// Ids in other systems to take away.
    pub remove_external_ids: Option<Vec<ExternalIdInput>>,
    /// Values of the agency's own fields, by key. A key left out stays, null clears it.
    pub custom_fields: MaybeUndefined<CustomValues>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Where a project goes from the state it is in.
#[derive(Clone, Debug, InputObject)]
pub struct ProjectTransitionInput {
    /// Which project.
    pub id: Id<project::Entity>,
    /// Refuse if the project has another version.
    pub expected_version: i32,
    /// The state it goes to: one of allowedTransitions.
    pub to: ProjectStatus,
    /// Why; kept with the state and in the history.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which project to archive or bring back.
#[derive(Clone, Debug, InputObject)]
pub struct ProjectArchiveInput {
    /// Which project.
    pub id: Id<project::Entity>,
    /// Refuse if the project has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl ProjectCreateInput {
    /// Checks the form of the input.
    pub(in crate::projects) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("name", &self.name, NAME);
        checks.opt_text("code", self.code.as_ref(), CODE);
        checks.opt_text("description", self.description.as_ref(), TEXT);
        checks.opt_text("ragNote", self.rag_note.as_ref(), NOTE);
        days_in_order(&mut checks, self.starts_on, self.ends_on, "endsOn");
        external::check(&mut checks, "externalIds", self.external_ids.as_ref());
        checks.done()
    }
}

impl ProjectUpdateInput {
    /// Checks the form of the input.
    pub(in crate::projects) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("name", &self.name);
        checks.not_cleared("code", &self.code);
        checks.not_cleared("rag", &self.rag);
        checks.not_cleared("currency", &self.currency);
        checks.not_cleared("visibility", &self.visibility);
        checks.patch_text("name", &self.name, NAME);
        checks.patch_text("code", &self.code, CODE);
        checks.patch_text("description", &self.description, TEXT);
        checks.patch_text("ragNote", &self.rag_note, NOTE);
        external::check(&mut checks, "addExternalIds", self.add_external_ids.as_ref());
        external::check(
            &mut checks,
            "removeExternalIds",
            self.remove_external_ids.as_ref(),
        );
        checks.done()
    }
}

impl ProjectTransitionInput {
    /// Checks the form of the input.
    pub(in crate::projects) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("reason", self.reason.as_ref(), NOTE);
        checks.done()
    }
}
