use entity::contact;

use crate::{
    clients::{
        input::{ContactArchiveInput, ContactCreateInput, ContactUpdateInput},
        service,
    },
    mutations, payload,
};

payload! {
    /// What came of a change of a contact.
    ContactPayload { contact: contact::Entity }
}

mutations! {
    /// Changes of contacts.
    ContactMutation {
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
