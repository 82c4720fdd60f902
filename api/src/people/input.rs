//! What it takes to sign up, to sign in and to stay.

use async_graphql::InputObject;
use entity::{
    agency::{self, Calendar, Locale},
    value::{CurrencyCode, Id},
};

/// Who signs up, and the agency they make.
#[derive(Clone, InputObject)]
pub(super) struct SignUpInput {
    /// The agency's name, at most 200 characters.
    pub(super) agency_name: String,
    /// The person's name.
    pub(super) name: String,
    /// The person's mail address: what they sign in with.
    pub(super) email: String,
    /// The password, 15 to 128 characters; a sentence makes a good one.
    #[graphql(secret)]
    pub(super) password: String,
    /// The currency of the agency's books; EUR when left out.
    pub(super) base_currency: Option<CurrencyCode>,
    /// The language of its texts; EN when left out.
    pub(super) locale: Option<Locale>,
    /// The time zone of its business days, an IANA name; UTC when left out.
    pub(super) time_zone: Option<String>,
    /// The calendar of its months; GREGORIAN when left out.
    pub(super) calendar: Option<Calendar>,
    /// What the device calls itself, for the list of sessions.
    pub(super) device: Option<String>,
}

/// Who signs in.
#[derive(Clone, InputObject)]
pub(super) struct SignInInput {
    /// The mail address.
    pub(super) email: String,
    /// The password.
    #[graphql(secret)]
    pub(super) password: String,
    /// The agency to sign in to; the one used last when left out.
    pub(super) agency_id: Option<Id<agency::Entity>>,
    /// What the device calls itself, for the list of sessions.
    pub(super) device: Option<String>,
}

/// The token to be exchanged.
#[derive(Clone, InputObject)]
pub(super) struct TokenRefreshInput {
    /// The refresh token of the last answer. It works once: a second use ends the session.
    #[graphql(secret)]
    pub(super) refresh_token: String,
}
