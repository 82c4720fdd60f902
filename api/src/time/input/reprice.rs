use async_graphql::InputObject;
use entity::{
    membership, project,
    value::{Date, Id},
    work_role,
};

use crate::{
    kernel::{
        check::{Checks, NOTE},
        error::{Result, UserError},
    },
    time::repricing::RepricingSides,
};

/// People or work roles that one run is narrowed to.
const AT_MOST: usize = 100;

/// Which work of a project to price anew, by the rates that hold on the day of the work as they are recorded now.
#[derive(Clone, Debug, InputObject)]
pub struct TimeEntriesRepriceInput {
    /// The project.
    pub project_id: Id<project::Entity>,
    /// The first day of the work; that of the first time entry when left out.
    pub from: Option<Date>,
    /// The last day of the work; that of the last time entry when left out.
    pub until: Option<Date>,
    /// Work of these people only, 100 at most.
    pub member_ids: Option<Vec<Id<membership::Entity>>>,
    /// Work in these roles only, 100 at most.
    pub work_role_ids: Option<Vec<Id<work_role::Entity>>>,
    /// Which rates are looked up anew.
    pub sides: RepricingSides,
    /// Why, at most 2 000 characters. It stands in the history of every time entry that changes.
    pub reason: String,
    /// Answer what would change, and change nothing.
    pub dry_run: Option<bool>,
    /// The same key with the same input gives the first answer again, for 24 hours. A dry run uses no key up.
    pub idempotency_key: Option<String>,
}

impl TimeEntriesRepriceInput {
    /// Checks the form of the input.
    pub(in crate::time) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        if self
            .from
            .zip(self.until)
            .is_some_and(|(from, until)| until < from)
        {
            let message = say!("this day is before the first one");
            checks.fault(UserError::invalid("input.until", message));
        }
        let count = |len: Option<usize>| len.unwrap_or(0);
        checks.at_most(
            "memberIds",
            count(self.member_ids.as_ref().map(Vec::len)),
            AT_MOST,
        );
        checks.at_most(
            "workRoleIds",
            count(self.work_role_ids.as_ref().map(Vec::len)),
            AT_MOST,
        );
        checks.text("reason", &self.reason, NOTE);
        checks.done()
    }

    /// Whether it is only tried out.
    pub(in crate::time) fn is_dry_run(&self) -> bool {
        self.dry_run.unwrap_or(false)
    }
}
