//! Root fields that write.

use entity::engagement;

use super::{
    input::{EngagementCreateInput, EngagementTransitionInput, EngagementUpdateInput},
    service,
};
use crate::{mutations, payload};

payload! {
    /// What came of a change of an engagement.
    EngagementPayload { engagement: engagement::Entity }
}

mutations! {
    /// Changes of engagements.
    EngagementMutation {
        /// Writes down what is to be agreed with a freelancer for a project. Nothing holds before it is ACTIVE.
        engagement_create(EngagementCreateInput) -> EngagementPayload, "engagements:write", service::engagement::create;
        /// Changes an engagement: everything of a draft, afterwards its caps, its last day and what is noted of it.
        engagement_update(EngagementUpdateInput) -> EngagementPayload, "engagements:write", service::engagement::update;
        /// Takes an engagement to another state. ACTIVE puts the freelancer on the project.
        engagement_transition(EngagementTransitionInput) -> EngagementPayload, "engagements:write", service::engagement::transition;
    }
}
