use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    client, interaction,
    need::{self, NeedKind, NeedStatus, Priority},
    value::Id,
};

use super::LINKS;
use crate::kernel::{
    check::{Checks, NOTE},
    custom::CustomValues,
    error::{Result, UserError},
    external::{self, ExternalIdInput},
};

/// The need to record.
#[derive(Clone, Debug, InputObject)]
pub struct NeedCreateInput {
    /// The client.
    pub client_id: Id<client::Entity>,
    /// Whether they must have it or would like it; NEED when left out.
    pub kind: Option<NeedKind>,
    /// What they need, in words they would use, at most 2000 characters.
    pub statement: String,
    /// How urgent it is; NORMAL when left out.
    pub priority: Option<Priority>,
    /// The interactions with the client that show it.
    pub evidence_ids: Option<Vec<Id<interaction::Entity>>>,
    /// Ids in other systems.
    pub external_ids: Option<Vec<ExternalIdInput>>,
    /// Values of the agency's own fields, by key.
    pub custom_fields: Option<CustomValues>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a need. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct NeedUpdateInput {
    /// Which need.
    pub id: Id<need::Entity>,
    /// Refuse if the need has another version.
    pub expected_version: Option<i32>,
    /// Whether they must have it or would like it.
    pub kind: MaybeUndefined<NeedKind>,
    /// What they need.
    pub statement: MaybeUndefined<String>,
    /// How urgent it is.
    pub priority: MaybeUndefined<Priority>,
    /// Interactions to add as evidence.
    pub add_evidence_ids: Option<Vec<Id<interaction::Entity>>>,
    /// Interactions to take away from the evidence.
    pub remove_evidence_ids: Option<Vec<Id<interaction::Entity>>>,
    /// Ids in other systems to add.
    pub add_external_ids: Option<Vec<ExternalIdInput>>,
    /// Ids in other systems to take away.
    pub remove_external_ids: Option<Vec<ExternalIdInput>>,
    /// Values of the agency's own fields, by key. A key left out stays, null clears it.
    pub custom_fields: MaybeUndefined<CustomValues>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// The state a need goes to.
#[derive(Clone, Debug, InputObject)]
pub struct NeedTransitionInput {
    /// Which need.
    pub id: Id<need::Entity>,
    /// Refuse if the need has another version.
    pub expected_version: Option<i32>,
    /// The state.
    pub to: NeedStatus,
    /// Why; kept with the need and in the history. VERIFIED needs the measure or the client's word, DROPPED the reason.
    pub reason: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which need to archive or bring back.
#[derive(Clone, Debug, InputObject)]
pub struct NeedArchiveInput {
    /// Which need.
    pub id: Id<need::Entity>,
    /// Refuse if the need has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl NeedCreateInput {
    /// Checks the form of the input.
    pub(in crate::clients) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("statement", &self.statement, NOTE);
        checks.at_most(
            "evidenceIds",
            self.evidence_ids.as_ref().map_or(0, Vec::len),
            LINKS,
        );
        external::check(&mut checks, "externalIds", self.external_ids.as_ref());
        checks.done()
    }
}

impl NeedUpdateInput {
    /// Checks the form of the input.
    pub(in crate::clients) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("kind", &self.kind);
        checks.not_cleared("statement", &self.statement);
        checks.not_cleared("priority", &self.priority);
        checks.patch_text("statement", &self.statement, NOTE);
        for (field, ids) in [
            ("addEvidenceIds", &self.add_evidence_ids),
            ("removeEvidenceIds", &self.remove_evidence_ids),
        ] {
            checks.at_most(field, ids.as_ref().map_or(0, Vec::len), LINKS);
        }
        external::check(&mut checks, "addExternalIds", self.add_external_ids.as_ref());
        external::check(
            &mut checks,
            "removeExternalIds",
            self.remove_external_ids.as_ref(),
        );
        checks.done()
    }
}

impl NeedTransitionInput {
    /// Checks the form of the input.
    pub(in crate::clients) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        match (self.to, &self.reason) {
            (_, Some(reason)) => checks.text("reason", reason, NOTE),
            (NeedStatus::Verified | NeedStatus::Dropped, None) => {
                checks.fault(UserError::required("input.reason"));
            }
            (NeedStatus::Identified | NeedStatus::Confirmed | NeedStatus::Addressed, None) => {}
        }
        checks.done()
    }
}
