//! One version of a proposal. Once it is sent its content is frozen under a hash.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};

use crate::{
    agency, choice, client,
    contract::ContractType,
    membership, proposal,
    value::{CurrencyCode, Id, Keyed, Kind},
};

choice! {
    /// How far a version of a proposal is.
    ProposalVersionStatus {
        /// Being written.
        Draft = "DRAFT",
        /// Being looked at by a colleague.
        InReview = "IN_REVIEW",
        /// Ready to be sent.
        Approved = "APPROVED",
        /// Sent to the client.
        Sent = "SENT",
        /// Sent, and opened by somebody it was sent to.
        Viewed = "VIEWED",
        /// Accepted by the client.
        Accepted = "ACCEPTED",
        /// Declined by the client.
        Declined = "DECLINED",
        /// Its time was up before the client answered.
        Expired = "EXPIRED",
        /// A later version was sent in its place.
        Superseded = "SUPERSEDED",
        /// Taken back by the agency.
        Withdrawn = "WITHDRAWN",
        /// Given up before it was sent.
        Discarded = "DISCARDED",
    }
}

/// One version of a proposal. Once it is sent its content is frozen under a hash.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposal_versions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Entity>,
    pub agency_id: Id<agency::Entity>,
    pub proposal_id: Id<proposal::Entity>,
    pub client_id: Id<client::Entity>,
    /// 1 for the first.
    pub n: i32,
    pub status: ProposalVersionStatus,
    pub status_reason: Option<String>,
    pub locale: agency::Locale,
    pub currency: CurrencyCode,
    /// How the work is paid.
    pub contract_type: ContractType,
    /// What is never invoiced beyond.
    pub not_to_exceed_minor: Option<i64>,
    /// The last day on which it can be accepted.
    pub valid_until: Option<NaiveDate>,
    pub intro: Option<String>,
    /// A list of heading and body.
    #[sea_orm(column_type = "JsonBinary")]
    pub sections: Json,
    pub terms: Option<String>,
    /// Taken off the whole, before tax.
    pub discount_minor: i64,
    /// How its tax is rounded: the agency's way, fixed when it was sent.
    pub tax_rounding: agency::TaxRounding,
    pub net_minor: i64,
    pub tax_minor: i64,
    pub total_minor: i64,
    /// What it is planned to cost the agency; none while that of a phase is unknown.
    pub planned_cost_minor: Option<i64>,
    pub margin_minor: Option<i64>,
    /// The sent version whose place it took.
    pub supersedes_id: Option<Id<Entity>>,
    /// SHA-256 of the content, in hexadecimal.
    pub content_hash: Option<String>,
    /// What was sent, as canonical JSON.
    pub content: Option<String>,
    pub sent_at: Option<DateTime<Utc>>,
    /// When the client answered.
    pub decided_at: Option<DateTime<Utc>>,
    /// Grows by one with every change.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    /// Who made it; none for what the system made.
    pub created_by: Option<Id<membership::Entity>>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Keyed for Entity {
    const KIND: Kind = Kind::ProposalVersion;
}
