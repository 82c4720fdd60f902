//! What a link leads to: all of it read by one statement.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    acceptance::Decision,
    agency::{self, Calendar, Locale},
    contact,
    membership::Role,
    proposal_line, proposal_recipient,
    proposal_recipient::RecipientRole,
    proposal_version,
    proposal_version::ProposalVersionStatus,
    value::{CurrencyCode, Id},
};
use sea_orm::FromQueryResult;

use crate::{
    kernel::{
        actor::{Actor, Who},
        calendar,
    },
    proposals::{content::ProposalContent, states::is_open},
};

/// The link's row with all that a page needs: one statement.
pub(super) const FIND: &str = "SELECT r.id AS recipient_id, r.agency_id, r.role, r.opened_at, r.contact_id, c.name AS contact_name, \
    v.id AS version_id, v.status, v.valid_until, v.content, v.content_hash, \
    g.locale AS agency_locale, g.base_currency, g.time_zone, g.calendar, \
    a.decision, a.recipient_id AS answered_by, a.signed_name, a.comment, a.selected_line_ids, a.created_at AS answered_at \
    FROM proposal_recipients r \
    JOIN proposal_versions v ON v.agency_id = r.agency_id AND v.id = r.proposal_version_id \
    JOIN contacts c ON c.agency_id = r.agency_id AND c.id = r.contact_id AND c.archived_at IS NULL \
    JOIN agencies g ON g.id = r.agency_id \
    LEFT JOIN acceptances a ON a.agency_id = r.agency_id AND a.proposal_version_id = v.id \
    WHERE r.key_hash = $1 AND r.expires_at > $2";

/// What is known of a link.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LinkRow {
    /// Whose link it is.
    pub recipient_id: Id<proposal_recipient::Entity>,
    agency_id: Id<agency::Entity>,
    /// What they were sent it for.
    pub role: RecipientRole,
    pub(super) opened_at: Option<DateTime<Utc>>,
    pub(super) contact_id: Id<contact::Entity>,
    /// Their name.
    pub contact_name: String,
    /// The version that was sent.
    pub version_id: Id<proposal_version::Entity>,
    /// How far it is.
    pub status: ProposalVersionStatus,
    pub(super) valid_until: Option<NaiveDate>,
    pub(super) content: Option<String>,
    /// The hash of what it says.
    pub content_hash: Option<String>,
    agency_locale: Locale,
    base_currency: CurrencyCode,
    pub(super) time_zone: String,
    /// The agency's calendar.
    pub calendar: Calendar,
    /// What the client answered.
    pub decision: Option<Decision>,
    pub(super) answered_by: Option<Id<proposal_recipient::Entity>>,
    /// The name under the answer.
    pub signed_name: Option<String>,
    /// What was added to it.
    pub comment: Option<String>,
    selected_line_ids: Option<sea_orm::JsonValue>,
    /// When the client answered.
    pub answered_at: Option<DateTime<Utc>>,
}

/// What a link leads to.
#[derive(Clone, Debug)]
pub struct Found {
    /// What is known of the link.
    pub row: LinkRow,
    /// What was sent.
    pub content: ProposalContent,
}

impl Found {
    /// Whether an answer by this link would be heard.
    #[must_use]
    pub fn can_answer(&self) -> bool {
        match self.row.role {
            RecipientRole::Signer => is_open(self.row.status),
            RecipientRole::Viewer => false,
        }
    }

    /// The options that were taken.
    #[must_use]
    pub fn taken(&self) -> Vec<Id<proposal_line::Entity>> {
        let ids = self.row.selected_line_ids.clone().unwrap_or_default();
        serde_json::from_value(ids).unwrap_or_default()
    }

    /// The day on which the client answered, where the agency is.
    #[must_use]
    pub fn answered_on(&self) -> Option<NaiveDate> {
        self.row
            .answered_at
            .map(|at| calendar::day_at(at, &self.row.time_zone))
    }

    /// The agency at work: who has a link is nobody of it.
    pub(super) fn actor(&self) -> Actor {
        let LinkRow {
            agency_id,
            agency_locale,
            base_currency,
            ref time_zone,
            calendar,
            ..
        } = self.row;
        Actor::new(Who {
            agency_id,
            user_id: None,
            member_id: None,
            session_id: None,
            role: Role::Owner,
            contact_id: None,
            client_id: None,
            may_accept_proposals: false,
            locale: agency_locale,
            agency_locale,
            base_currency,
            time_zone: time_zone.clone(),
            calendar,
        })
    }
}
