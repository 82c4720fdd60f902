//! What a table points to, what is unique in it, and what it is indexed by.

use super::{TableOf, Type};

impl TableOf {
    /// A reference within the agency.
    #[must_use]
    pub fn reference(self, name: &'static str, to: &'static str) -> Self {
        self.key(name, to).column(name, Type::Id, false)
    }

    /// A reference within the agency that may be missing.
    #[must_use]
    pub fn opt_reference(self, name: &'static str, to: &'static str) -> Self {
        self.key(name, to).column(name, Type::Id, true)
    }

    fn key(mut self, name: &'static str, to: &'static str) -> Self {
        if self.of_agency {
            self.keys
                .push((vec!["agency_id", name], to, vec!["agency_id", "id"]));
            self.indexes.push(self.led(&[name]));
        } else {
            self.keys.push((vec![name], to, vec!["id"]));
        }
        self
    }

    /// A reference to a table without agencies.
    #[must_use]
    pub fn global_reference(mut self, name: &'static str, to: &'static str) -> Self {
        self.keys.push((vec![name], to, vec!["id"]));
        self.column(name, Type::Id, false)
    }

    /// No two rows of an agency share these.
    #[must_use]
    pub fn unique(mut self, columns: &[&'static str]) -> Self {
        self.uniques.push((self.led(columns), None));
        self
    }

    /// No two rows of an agency for which the condition holds share these.
    #[must_use]
    pub fn unique_where(mut self, columns: &[&'static str], condition: &'static str) -> Self {
        self.uniques.push((self.led(columns), Some(condition)));
        self
    }

    /// An index that leads with the agency and ends with the id, so that pages walk along it.
    #[must_use]
    pub fn index(mut self, columns: &[&'static str]) -> Self {
        self.indexes.push(self.led(columns));
        self
    }

    /// An index across all agencies, for what is looked for before the agency is known.
    #[must_use]
    pub fn index_of_all(mut self, columns: &[&'static str]) -> Self {
        self.indexes.push(columns.to_vec());
        self
    }

    pub(super) fn led(&self, columns: &[&'static str]) -> Vec<&'static str> {
        let lead = self.of_agency.then_some("agency_id");
        lead.into_iter().chain(columns.iter().copied()).collect()
    }
}
