use std::collections::HashSet;

use async_graphql::InputObject;
use entity::{proposal_version, value::Id};

use super::{
    GROUPS_AT_MOST, LINES_AT_MOST, OptionGroupEntryInput, PHASES_AT_MOST, ProposalLineEntryInput,
    ProposalPhaseEntryInput,
};
use crate::kernel::{
    check::Checks,
    error::{Result, UserError},
};

/// The longest key of a group.
const KEY: usize = 64;

/// All phases, groups and lines of a version that is being written, in place of those it has.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalVersionContentSetInput {
    /// Which version.
    pub id: Id<proposal_version::Entity>,
    /// Refuse if the version has changed since.
    pub expected_version: Option<i32>,
    /// Its groups of options in their order, at most 50.
    pub groups: Option<Vec<ProposalContentGroupInput>>,
    /// Its phases in their order, at most 50, with 200 lines at most in all.
    pub phases: Vec<ProposalContentPhaseInput>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub idempotency_key: Option<String>,
}

/// A group of options, and what lines call it.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalContentGroupInput {
    /// What lines of this input call it, at most 64 characters.
    pub key: String,
    /// The group.
    pub group: OptionGroupEntryInput,
}

/// A phase with its lines.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalContentPhaseInput {
    /// The phase.
    pub phase: ProposalPhaseEntryInput,
    /// Its lines in their order.
    pub lines: Vec<ProposalContentLineInput>,
}

/// A line, and the group it belongs to.
#[derive(Clone, Debug, InputObject)]
pub struct ProposalContentLineInput {
    /// The key of its group of options.
    pub group_key: Option<String>,
    /// The line.
    pub line: ProposalLineEntryInput,
}

impl ProposalVersionContentSetInput {
    /// Checks the form of the input.
    pub(in crate::proposals) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        let groups = self.groups.as_deref().unwrap_or_default();
        let lines = self.phases.iter().map(|phase| phase.lines.len()).sum();
        checks.at_most("groups", groups.len(), GROUPS_AT_MOST);
        checks.at_most("phases", self.phases.len(), PHASES_AT_MOST);
        checks.at_most("phases", lines, LINES_AT_MOST);
        let mut keys = HashSet::new();
        for (at, ProposalContentGroupInput { key, group }) in groups.iter().enumerate() {
            let path = format!("groups.{at}.key");
            checks.text(&path, key, KEY);
            if !keys.insert(key.as_str()) {
                checks.fault(UserError::not_unique(&format!("input.{path}"), None));
            }
            group.check(&mut checks, &format!("groups.{at}.group."));
        }
        for (at, ProposalContentPhaseInput { phase, lines }) in self.phases.iter().enumerate() {
            phase.check(&mut checks, &format!("phases.{at}.phase."));
            for (nth, ProposalContentLineInput { group_key, line }) in lines.iter().enumerate() {
                let path = format!("phases.{at}.lines.{nth}.");
                if group_key.as_deref().is_some_and(|key| !keys.contains(key)) {
                    checks.fault(UserError::not_found(&format!("input.{path}groupKey")));
                }
                line.check(&mut checks, &format!("{path}line."), group_key.is_some());
            }
        }
        checks.done()
    }
}
