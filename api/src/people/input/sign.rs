use async_graphql::InputObject;
use entity::{
    agency::{self, Calendar, Locale},
    user_session,
    value::{CurrencyCode, Id},
};

/// Who signs up, and the agency they make.
#[derive(Clone, InputObject)]
pub(in crate::people) struct SignUpInput {
    /// The agency's name, at most 200 characters.
    pub(in crate::people) agency_name: String,
    /// The person's name.
    pub(in crate::people) name: String,
    /// The person's mail address: what they sign in with.
    pub(in crate::people) email: String,
    /// The password, 15 to 128 characters; a sentence makes a good one.
    #[graphql(secret)]
    pub(in crate::people) password: String,
    /// The currency of the agency's books; EUR when left out.
    pub(in crate::people) base_currency: Option<CurrencyCode>,
    /// The language of its texts; EN when left out.
    pub(in crate::people) locale: Option<Locale>,
    /// The time zone of its business days, an IANA name; UTC when left out.
    pub(in crate::people) time_zone: Option<String>,
    /// The calendar of its months; GREGORIAN when left out.
    pub(in crate::people) calendar: Option<Calendar>,
    /// What the device calls itself, for the list of sessions.
    pub(in crate::people) device: Option<String>,
}

/// Who signs in.
#[derive(Clone, InputObject)]
pub(in crate::people) struct SignInInput {
    /// The mail address.
    pub(in crate::people) email: String,
    /// The password.
    #[graphql(secret)]
    pub(in crate::people) password: String,
    /// The agency to sign in to; the one used last when left out.
    pub(in crate::people) agency_id: Option<Id<agency::Entity>>,
    /// What the device calls itself, for the list of sessions.
    pub(in crate::people) device: Option<String>,
}

/// The token to be exchanged.
#[derive(Clone, InputObject)]
pub(in crate::people) struct TokenRefreshInput {
    /// The refresh token of the last answer. It works once: a second use ends the session.
    #[graphql(secret)]
    pub(in crate::people) refresh_token: String,
}

/// The agency to go on in.
#[derive(Clone, InputObject)]
pub(in crate::people) struct AgencySwitchInput {
    /// One of the viewer's agencies.
    pub(in crate::people) agency_id: Id<agency::Entity>,
}

/// The session to end.
#[derive(Clone, InputObject)]
pub(in crate::people) struct SessionEndInput {
    /// One of the caller's sessions.
    pub(in crate::people) id: Id<user_session::Entity>,
}
