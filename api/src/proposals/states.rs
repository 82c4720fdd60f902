//! How far a version is, and where it can go from there.

use entity::proposal_version::ProposalVersionStatus;

use crate::kernel::state::State;

impl State for ProposalVersionStatus {
    fn next(self) -> &'static [Self] {
        use ProposalVersionStatus::{
            Accepted, Approved, Declined, Discarded, Draft, Expired, InReview, Sent, Superseded, Viewed,
            Withdrawn,
        };
        match self {
            Draft => &[InReview, Discarded],
            InReview => &[Approved, Draft],
            Approved => &[Sent],
            Sent => &[Viewed, Accepted, Declined, Expired, Superseded, Withdrawn],
            Viewed => &[Accepted, Declined, Expired, Superseded, Withdrawn],
            Accepted | Declined | Expired | Superseded | Withdrawn | Discarded => &[],
        }
    }
}

/// Whether the client can still answer, as far as the state shows.
#[must_use]
pub(super) const fn is_open(status: ProposalVersionStatus) -> bool {
    use ProposalVersionStatus as S;
    match status {
        S::Sent | S::Viewed => true,
        S::Draft
        | S::InReview
        | S::Approved
        | S::Accepted
        | S::Declined
        | S::Expired
        | S::Superseded
        | S::Withdrawn
        | S::Discarded => false,
    }
}
