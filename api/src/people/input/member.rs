use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    agency::Locale,
    contact,
    membership::{self, Role},
    value::Id,
};

use crate::kernel::{
    calendar,
    check::{Checks, NAME},
    error::{Result, UserError},
};

/// Whom to invite, as what.
#[derive(Clone, Debug, InputObject)]
pub(in crate::people) struct MemberInviteInput {
    /// The mail address that the invitation goes to.
    pub(in crate::people) email: String,
    /// Their name, at most 200 characters.
    pub(in crate::people) name: String,
    /// What they do in the agency.
    pub(in crate::people) role: Role,
    /// The contact that a PORTAL user is; nobody else is one.
    pub(in crate::people) contact_id: Option<Id<contact::Entity>>,
    /// Whether a PORTAL user may sign for their company; no when left out.
    pub(in crate::people) may_accept_proposals: Option<bool>,
    /// The language of the invitation; the agency's when left out.
    pub(in crate::people) locale: Option<Locale>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub(in crate::people) idempotency_key: Option<String>,
}

/// The link of an invitation, and who accepts it.
#[derive(Clone, InputObject)]
pub(in crate::people) struct InvitationAcceptInput {
    /// The token of the mailed link. It works once.
    #[graphql(secret)]
    pub(in crate::people) token: String,
    /// Their name, if it is not the one they were invited by.
    pub(in crate::people) name: Option<String>,
    /// The password they sign in with: the one they have, or a new one when they have none yet.
    #[graphql(secret)]
    pub(in crate::people) password: String,
    /// What the device calls itself, for the list of sessions.
    pub(in crate::people) device: Option<String>,
}

/// What to change of a member. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub(in crate::people) struct MemberUpdateInput {
    /// Which member.
    pub(in crate::people) id: Id<membership::Entity>,
    /// Refuse if the member has another version.
    pub(in crate::people) expected_version: Option<i32>,
    /// Their name.
    pub(in crate::people) name: MaybeUndefined<String>,
    /// What they do in the agency. Only owners make owners and change them.
    pub(in crate::people) role: MaybeUndefined<Role>,
    /// Their language; null for the agency's.
    pub(in crate::people) locale: MaybeUndefined<Locale>,
    /// Their time zone, an IANA name such as Europe/Berlin; null for the agency's.
    pub(in crate::people) time_zone: MaybeUndefined<String>,
    /// Whether a portal user may sign for their company.
    pub(in crate::people) may_accept_proposals: MaybeUndefined<bool>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub(in crate::people) idempotency_key: Option<String>,
}

/// Whom to close the agency to.
#[derive(Clone, Debug, InputObject)]
pub(in crate::people) struct MemberDeactivateInput {
    /// Which member.
    pub(in crate::people) id: Id<membership::Entity>,
    /// Refuse if the member has another version.
    pub(in crate::people) expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub(in crate::people) idempotency_key: Option<String>,
}

/// Whom to open the agency to again.
#[derive(Clone, Debug, InputObject)]
pub(in crate::people) struct MemberReactivateInput {
    /// Which member.
    pub(in crate::people) id: Id<membership::Entity>,
    /// Refuse if the member has another version.
    pub(in crate::people) expected_version: Option<i32>,
    /// The same key with the same input gives the first answer again, for 24 hours.
    pub(in crate::people) idempotency_key: Option<String>,
}

impl MemberInviteInput {
    /// Checks the form of the input.
    pub(in crate::people) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.email("email", Some(&self.email));
        checks.text("name", &self.name, NAME);
        match (self.role == Role::Portal, self.contact_id) {
            (true, None) => checks.fault(UserError::required("input.contactId")),
            (false, Some(_)) => checks.fault(UserError::invalid(
                "input.contactId",
                say!("only a portal user is a contact"),
            )),
            _ => {}
        }
        if self.role != Role::Portal && self.may_accept_proposals == Some(true) {
            checks.fault(UserError::invalid(
                "input.mayAcceptProposals",
                say!("only a portal user signs for a client"),
            ));
        }
        checks.done()
    }
}

impl InvitationAcceptInput {
    /// Checks the form of the input.
    pub(in crate::people) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.opt_text("name", self.name.as_ref(), NAME);
        checks.done()
    }
}

impl MemberUpdateInput {
    /// Checks the form of the input.
    pub(in crate::people) fn check(&self) -> Result<()> {
        let mut checks = Checks::new();
        checks.not_cleared("name", &self.name);
        checks.not_cleared("role", &self.role);
        checks.not_cleared("mayAcceptProposals", &self.may_accept_proposals);
        checks.patch_text("name", &self.name, NAME);
        if self
            .time_zone
            .value()
            .is_some_and(|zone| !calendar::is_time_zone(zone))
        {
            checks.fault(UserError::invalid(
                "input.timeZone",
                say!("this is not an IANA time zone"),
            ));
        }
        checks.done()
    }
}
