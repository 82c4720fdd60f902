use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    client,
    event::Visibility,
    interaction, membership,
    promise::{self, Party, PromiseStatus},
    value::{Date, Id},
};

use crate::kernel::{
    check::{Checks, NOTE},
    error::Result,
};

/// The promise to record.
#[derive(Clone, Debug, InputObject)]
pub struct PromiseCreateInput {
    /// The client.
    pub client_id: Id<client::Entity>,
    /// The interaction it was given in, one with the client.
    pub interaction_id: Option<Id<interaction::Entity>>,
    /// Whose promise it is.
    pub by_party: Party,
    /// The colleague who sees to it.
    pub owner_id: Option<Id<membership::Entity>>,
    /// What was promised, at most 2000 characters.
    pub text: String,
    /// The day it is due.
    pub due_on: Date,
    /// Whether the client sees it in the portal; INTERNAL when left out.
    pub visibility: Option<Visibility>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a promise. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct PromiseUpdateInput {
    /// Which promise.
    pub id: Id<promise::Entity>,
    /// Refuse if the promise has another version.
    pub expected_version: Option<i32>,
    /// The interaction it was given in, one with the client.
    pub interaction_id: MaybeUndefined<Id<interaction::Entity>>,
    /// Whose promise it is.
    pub by_party: MaybeUndefined<Party>,
    /// The colleague who sees to it.
    pub owner_id: MaybeUndefined<Id<membership::Entity>>,
    /// What was promised.
    pub text: MaybeUndefined<String>,
    /// The day it is due.
    pub due_on: MaybeUndefined<Date>,
    /// Whether the client sees it in the portal.
    pub visibility: MaybeUndefined<Visibility>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What became of a promise.
#[derive(Clone, Debug, InputObject)]
pub struct PromiseSettleInput {
    /// Which promise.
    pub id: Id<promise::Entity>,
    /// Refuse if the promise has another version.
    pub expected_version: Option<i32>,
    /// KEPT, BROKEN or RELEASED.
    pub to: PromiseStatus,
    /// The day it was kept, for KEPT only; today when left out.
    pub kept_on: Option<Date>,
    /// Why it came so; kept with the promise and in the history.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which promise to archive or bring back.
#[derive(Clone, Debug, InputObject)]
pub struct PromiseArchiveInput {
    /// Which promise.
    pub id: Id<promise::Entity>,
    /// Refuse if the promise has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl PromiseCreateInput {
    /// Checks the form of the input.
    pub(in crate::clients) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("text", &self.text, NOTE);
        checks.done()
    }
}

impl PromiseUpdateInput {
    /// Checks the form of the input.
    pub(in crate::clients) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("byParty", &self.by_party);
        checks.not_cleared("text", &self.text);
        checks.not_cleared("dueOn", &self.due_on);
        checks.not_cleared("visibility", &self.visibility);
        checks.patch_text("text", &self.text, NOTE);
        checks.done()
    }
}

impl PromiseSettleInput {
    /// Checks the form of the input.
    pub(in crate::clients) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("reason", self.reason.as_ref(), NOTE);
        checks.done()
    }
}
