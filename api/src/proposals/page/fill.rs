//! What stands in the forms of the page.

use std::collections::BTreeSet;

use entity::{acceptance::Decision, value::Id};

use super::form::Form;
use crate::{
    kernel::error::{Error, UserError},
    proposals::{selection, service::link::Found, totals::Chosen},
};

/// What the reader has chosen and typed so far.
#[derive(Debug)]
pub(super) struct Fill {
    pub(super) chosen: Chosen,
    pub(super) name: String,
    pub(super) comment: String,
}

impl Fill {
    /// Nothing typed yet: what was taken, or what is chosen beforehand.
    pub(super) fn of(found: &Found) -> Self {
        let chosen = match found.row.decision {
            Some(Decision::Accepted) => found.taken().into_iter().collect(),
            Some(Decision::Declined) | None => selection::beforehand(&found.content),
        };
        Self {
            chosen,
            name: String::new(),
            comment: String::new(),
        }
    }

    /// What a form brought, and what is wrong with its choice. Once there is an answer, that is shown.
    pub(super) fn with(found: &Found, form: Form) -> (Self, Vec<UserError>) {
        let Form {
            lines,
            name,
            comment,
            content_hash: _,
        } = form;
        let known: BTreeSet<Id<_>> = found.content.lines().map(|line| line.id).collect();
        let broken = match selection::chosen(&found.content, &lines, "input.selectedLineIds") {
            Err(Error::User(errors)) => errors,
            Ok(_) | Err(_) => vec![],
        };
        let chosen = if found.can_answer() {
            lines.into_iter().filter(|id| known.contains(id)).collect()
        } else {
            Self::of(found).chosen
        };
        let fill = Self {
            chosen,
            name,
            comment,
        };
        (fill, broken)
    }
}
