use async_graphql::{InputObject, MaybeUndefined};
use entity::{value::Id, work_role};

use crate::kernel::{
    check::{Checks, NAME, NOTE},
    error::Result,
};

/// The work role to make.
#[derive(Clone, Debug, InputObject)]
pub struct WorkRoleCreateInput {
    /// What it is called, at most 200 characters, unlike all others of the agency.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// What to change of a work role. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct WorkRoleUpdateInput {
    /// Which work role.
    pub id: Id<work_role::Entity>,
    /// Refuse if the work role has another version.
    pub expected_version: Option<i32>,
    /// What it is called.
    pub name: MaybeUndefined<String>,
    /// What it is about.
    pub description: MaybeUndefined<String>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which work role to archive or bring back.
#[derive(Clone, Debug, InputObject)]
pub struct WorkRoleArchiveInput {
    /// Which work role.
    pub id: Id<work_role::Entity>,
    /// Refuse if the work role has another version.
    pub expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

impl WorkRoleCreateInput {
    /// Checks the form of the input.
    pub(in crate::rates) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.text("name", &self.name, NAME);
        checks.opt_text("description", self.description.as_ref(), NOTE);
        checks.done()
    }
}

impl WorkRoleUpdateInput {
    /// Checks the form of the input.
    pub(in crate::rates) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("name", &self.name);
        checks.patch_text("name", &self.name, NAME);
        checks.patch_text("description", &self.description, NOTE);
        checks.done()
    }
}
