//! Root fields that write.

use entity::{client, contact};

use super::{
    input::{
        ClientArchiveInput, ClientCreateInput, ClientUpdateInput, ContactArchiveInput, ContactCreateInput,
        ContactUpdateInput,
    },
    service,
};
use crate::{mutations, payload};

payload! {
    /// What came of a change of a client.
    ClientPayload { client: client::Entity }
}

payload! {
    /// What came of a change of a contact.
    ContactPayload { contact: contact::Entity }
}

mutations! {
    /// Changes of clients and of what is known of them.
    ClientMutation {
        /// Takes on a client.
        client_create(ClientCreateInput) -> ClientPayload, "clients:write", service::client::create;
        /// Changes a client.
        client_update(ClientUpdateInput) -> ClientPayload, "clients:write", service::client::update;
        /// Archives a client that has no open projects; it can be brought back.
        client_archive(ClientArchiveInput) -> ClientPayload, "clients:write", service::client::archive;
        /// Brings an archived client back.
        client_unarchive(ClientArchiveInput) -> ClientPayload, "clients:write", service::client::unarchive;
        /// Puts a person at a client on record.
        contact_create(ContactCreateInput) -> ContactPayload, "contacts:write", service::contact::create;
        /// Changes a contact.
        contact_update(ContactUpdateInput) -> ContactPayload, "contacts:write", service::contact::update;
        /// Archives a contact; it can be brought back.
        contact_archive(ContactArchiveInput) -> ContactPayload, "contacts:write", service::contact::archive;
        /// Brings an archived contact back.
        contact_unarchive(ContactArchiveInput) -> ContactPayload, "contacts:write", service::contact::unarchive;
    }
}
