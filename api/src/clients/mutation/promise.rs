use entity::promise;

use crate::{
    clients::{
        input::{PromiseArchiveInput, PromiseCreateInput, PromiseSettleInput, PromiseUpdateInput},
        service,
    },
    mutations, payload,
};

payload! {
    /// What came of a change of a promise.
    PromisePayload { promise: promise::Entity }
}

mutations! {
    /// Changes of promises.
    PromiseMutation {
        /// Records what one side said it would do.
        promise_create(PromiseCreateInput) -> PromisePayload, "promises:write", service::promise::create;
        /// Changes a promise.
        promise_update(PromiseUpdateInput) -> PromisePayload, "promises:write", service::promise::update;
        /// Settles an open promise: it was kept, was broken, or is no longer asked for.
        promise_settle(PromiseSettleInput) -> PromisePayload, "promises:write", service::promise::settle;
        /// Archives a promise; it can be brought back.
        promise_archive(PromiseArchiveInput) -> PromisePayload, "promises:write", service::promise::archive;
        /// Brings an archived promise back.
        promise_unarchive(PromiseArchiveInput) -> PromisePayload, "promises:write", service::promise::unarchive;
    }
}
