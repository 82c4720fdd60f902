use entity::client;

use crate::{
    clients::{
        input::{ClientArchiveInput, ClientCreateInput, ClientUpdateInput},
        service,
    },
    mutations, payload,
};

payload! {
    /// What came of a change of a client.
    ClientPayload { client: client::Entity }
}

mutations! {
    /// Changes of clients.
    ClientRecordMutation {
        /// Takes on a client.
        client_create(ClientCreateInput) -> ClientPayload, "clients:write", service::client::create;
        /// Changes a client.
        client_update(ClientUpdateInput) -> ClientPayload, "clients:write", service::client::update;
        /// Archives a client that has no open projects and opportunities; it can be brought back.
        client_archive(ClientArchiveInput) -> ClientPayload, "clients:write", service::client::archive;
        /// Brings an archived client back.
        client_unarchive(ClientArchiveInput) -> ClientPayload, "clients:write", service::client::unarchive;
    }
}
