//! Who is asking.

use std::sync::Arc;

use entity::{
    agency, client, contact, membership,
    membership::Role,
    user,
    value::{Choice, CurrencyCode, Id},
};
use uuid::Uuid;

use super::policy::{self, Right};

/// Somebody who is signed in to an agency, or the system at work in one.
#[derive(Clone, Debug)]
pub struct Actor(Arc<Who>);

/// What is known of an actor.
#[derive(Clone, Debug)]
pub struct Who {
    /// The agency all of it happens in.
    pub agency_id: Id<agency::Entity>,
    /// The person; none for the system.
    pub user_id: Option<Id<user::Entity>>,
    /// The person's place in the agency; none for the system.
    pub member_id: Option<Id<membership::Entity>>,
    /// The session the request came with.
    pub session_id: Option<Uuid>,
    /// What they may do.
    pub role: Role,
    /// The contact that a portal user is.
    pub contact_id: Option<Id<contact::Entity>>,
    /// The client that a portal user belongs to.
    pub client_id: Option<Id<client::Entity>>,
    /// Whether a portal user may sign for their company.
    pub may_accept_proposals: bool,
    /// The language of messages.
    pub locale: agency::Locale,
    /// The language of the agency's texts.
    pub agency_locale: agency::Locale,
    /// The currency of the agency's own books.
    pub base_currency: CurrencyCode,
    /// The agency's IANA time zone: its business days.
    pub time_zone: String,
    /// The agency's calendar: its months.
    pub calendar: agency::Calendar,
}

impl std::ops::Deref for Actor {
    type Target = Who;

    fn deref(&self) -> &Who {
        &self.0
    }
}

impl Actor {
    /// An actor of whom this is known.
    #[must_use]
    pub fn new(who: Who) -> Self {
        Self(Arc::new(who))
    }

    /// The system at work in an agency: jobs, seeds and imports.
    #[must_use]
    pub fn system(agency: &agency::Model) -> Self {
        Self::new(Who {
            agency_id: agency.id,
            user_id: None,
            member_id: None,
            session_id: None,
            role: Role::Owner,
            contact_id: None,
            client_id: None,
            may_accept_proposals: false,
            locale: agency.locale,
            agency_locale: agency.locale,
            base_currency: agency.base_currency,
            time_zone: agency.time_zone.clone(),
            calendar: agency.calendar,
        })
    }

    /// Whether fields behind this right may be read.
    #[must_use]
    pub fn has(&self, right: Right) -> bool {
        policy::holds(self.role, right)
    }

    /// The member's UUID, or nil for the system, which no row belongs to.
    #[must_use]
    pub fn member(&self) -> Uuid {
        self.member_id.map_or(Uuid::nil(), Id::uuid)
    }

    /// The client's UUID of a portal user, or nil.
    #[must_use]
    pub fn client(&self) -> Uuid {
        self.client_id.map_or(Uuid::nil(), Id::uuid)
    }

    /// Whether the actor stands on the client's side.
    #[must_use]
    pub fn is_portal(&self) -> bool {
        self.role == Role::Portal
    }

    /// The role's word, for logs.
    #[must_use]
    pub fn role_word(&self) -> &'static str {
        self.role.word()
    }
}
