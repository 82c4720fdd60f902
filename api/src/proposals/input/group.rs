use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    option_group::{self, OptionRule},
    proposal_version,
    value::Id,
};

use super::position;
use crate::kernel::{
    check::{Checks, NAME},
    error::Result,
};

/// Options of which the client chooses by a rule.
#[derive(Clone, Debug, InputObject)]
pub struct OptionGroupEntryInput {
    /// What it is called, at most 200 characters.
    pub name: String,
    /// How many of its options are taken.
    pub rule: OptionRule,
}

/// The group of options to add to a version.
#[derive(Clone, Debug, InputObject)]
pub struct OptionGroupCreateInput {
    /// The version, which is being written.
    pub proposal_version_id: Id<proposal_version::Entity>,
    /// Its place among the groups; after the last when left out.
    pub position: Option<i32>,
    /// The group.
    pub group: OptionGroupEntryInput,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a group of options. What is left out stays.
#[derive(Clone, Debug, InputObject)]
pub struct OptionGroupUpdateInput {
    /// Which group.
    pub id: Id<option_group::Entity>,
    /// Refuse if the group has another version.
    pub expected_version: Option<i32>,
    /// Its place among the groups.
    pub position: MaybeUndefined<i32>,
    /// What it is called.
    pub name: MaybeUndefined<String>,
    /// How many of its options are taken.
    pub rule: MaybeUndefined<OptionRule>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which group to take out. Its lines stay, as options of their own.
#[derive(Clone, Debug, InputObject)]
pub struct OptionGroupRemoveInput {
    /// Which group.
    pub id: Id<option_group::Entity>,
    /// Refuse if the group has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl OptionGroupEntryInput {
    pub(super) fn check(&self, checks: &mut Checks, at: &str) {
        checks.text(&format!("{at}name"), &self.name, NAME);
    }
}

impl OptionGroupCreateInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        position(&mut checks, "position", self.position);
        self.group.check(&mut checks, "group.");
        checks.done()
    }
}

impl OptionGroupUpdateInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("position", &self.position);
        checks.not_cleared("name", &self.name);
        checks.not_cleared("rule", &self.rule);
        position(&mut checks, "position", super::given(&self.position));
        checks.patch_text("name", &self.name, NAME);
        checks.done()
    }
}
