use entity::interaction;

use crate::{
    clients::{
        input::{InteractionArchiveInput, InteractionCreateInput, InteractionUpdateInput},
        service,
    },
    mutations, payload,
};

payload! {
    /// What came of a change of an interaction.
    InteractionPayload { interaction: interaction::Entity }
}

mutations! {
    /// Changes of interactions.
    InteractionMutation {
        /// Records a talk, mail or visit.
        interaction_create(InteractionCreateInput) -> InteractionPayload, "interactions:write", service::interaction::create;
        /// Changes an interaction.
        interaction_update(InteractionUpdateInput) -> InteractionPayload, "interactions:write", service::interaction::update;
        /// Archives an interaction; it can be brought back.
        interaction_archive(InteractionArchiveInput) -> InteractionPayload, "interactions:write", service::interaction::archive;
        /// Brings an archived interaction back.
        interaction_unarchive(InteractionArchiveInput) -> InteractionPayload, "interactions:write", service::interaction::unarchive;
    }
}
