//! Root fields that write.

use entity::{estimate, estimate_line, opportunity, stage};

use super::{
    input::{
        EstimateCopyInput, EstimateCreateInput, EstimateLineArchiveInput, EstimateLineCreateInput,
        EstimateLineUpdateInput, EstimateLinesReplaceInput, EstimateTransitionInput, EstimateUpdateInput,
        OpportunityArchiveInput, OpportunityCreateInput, OpportunityMoveInput, OpportunityUpdateInput,
        StageArchiveInput, StageCreateInput, StageUpdateInput,
    },
    service,
};
use crate::{mutations, payload};

payload! {
    /// What came of a change of a stage.
    StagePayload { stage: stage::Entity }
}

payload! {
    /// What came of a change of an opportunity.
    OpportunityPayload { opportunity: opportunity::Entity }
}

payload! {
    /// What came of a change of an estimate.
    EstimatePayload { estimate: estimate::Entity }
}

payload! {
    /// What came of a change of a line of an estimate.
    EstimateLinePayload { estimate_line: estimate_line::Entity }
}

mutations! {
    /// Changes of stages, opportunities and estimates.
    PipelineMutation {
        /// Makes a stage.
        stage_create(StageCreateInput) -> StagePayload, "stages:write", service::stage::create;
        /// Changes a stage.
        stage_update(StageUpdateInput) -> StagePayload, "stages:write", service::stage::update;
        /// Archives a stage that no opportunity is in and none begins in; it can be brought back.
        stage_archive(StageArchiveInput) -> StagePayload, "stages:write", service::stage::archive;
        /// Brings an archived stage back.
        stage_unarchive(StageArchiveInput) -> StagePayload, "stages:write", service::stage::unarchive;
        /// Records what a client may order.
        opportunity_create(OpportunityCreateInput) -> OpportunityPayload, "opportunities:write", service::opportunity::create;
        /// Changes an opportunity.
        opportunity_update(OpportunityUpdateInput) -> OpportunityPayload, "opportunities:write", service::opportunity::update;
        /// Takes an opportunity to another stage: on the way, won, lost, or open again.
        opportunity_move(OpportunityMoveInput) -> OpportunityPayload, "opportunities:write", service::opportunity_move::to_stage;
        /// Archives an opportunity; it can be brought back.
        opportunity_archive(OpportunityArchiveInput) -> OpportunityPayload, "opportunities:write", service::opportunity::archive;
        /// Brings an archived opportunity back.
        opportunity_unarchive(OpportunityArchiveInput) -> OpportunityPayload, "opportunities:write", service::opportunity::unarchive;
        /// Starts an estimate.
        estimate_create(EstimateCreateInput) -> EstimatePayload, "estimates:write", service::estimate::create;
        /// Changes an estimate that is a draft.
        estimate_update(EstimateUpdateInput) -> EstimatePayload, "estimates:write", service::estimate::update;
        /// Takes an estimate to another state. From FINAL on nothing of it changes.
        estimate_transition(EstimateTransitionInput) -> EstimatePayload, "estimates:write", service::estimate::transition;
        /// Starts an estimate that says what another one says, whatever state that is in.
        estimate_copy(EstimateCopyInput) -> EstimatePayload, "estimates:write", service::estimate::copy;
        /// Gives an estimate that is a draft the lines it is to have, all of them or none.
        estimate_lines_replace(EstimateLinesReplaceInput) -> EstimatePayload, "estimateLines:write", service::estimate_line::replace;
        /// Adds a line to an estimate that is a draft.
        estimate_line_create(EstimateLineCreateInput) -> EstimateLinePayload, "estimateLines:write", service::estimate_line::create;
        /// Changes a line of an estimate that is a draft.
        estimate_line_update(EstimateLineUpdateInput) -> EstimateLinePayload, "estimateLines:write", service::estimate_line::update;
        /// Archives a line of an estimate that is a draft; it can be brought back.
        estimate_line_archive(EstimateLineArchiveInput) -> EstimateLinePayload, "estimateLines:write", service::estimate_line::archive;
        /// Brings an archived line of an estimate that is a draft back.
        estimate_line_unarchive(EstimateLineArchiveInput) -> EstimateLinePayload, "estimateLines:write", service::estimate_line::unarchive;
    }
}
