use entity::need;

use crate::{
    clients::{
        input::{NeedArchiveInput, NeedCreateInput, NeedTransitionInput, NeedUpdateInput},
        service,
    },
    mutations, payload,
};

payload! {
    /// What came of a change of a need.
    NeedPayload { need: need::Entity }
}

mutations! {
    /// Changes of needs.
    NeedMutation {
        /// Records what a client needs or is interested in.
        need_create(NeedCreateInput) -> NeedPayload, "needs:write", service::need::create;
        /// Changes a need.
        need_update(NeedUpdateInput) -> NeedPayload, "needs:write", service::need::update;
        /// Takes a need to another state.
        need_transition(NeedTransitionInput) -> NeedPayload, "needs:write", service::need::transition;
        /// Archives a need; it can be brought back.
        need_archive(NeedArchiveInput) -> NeedPayload, "needs:write", service::need::archive;
        /// Brings an archived need back.
        need_unarchive(NeedArchiveInput) -> NeedPayload, "needs:write", service::need::unarchive;
    }
}
