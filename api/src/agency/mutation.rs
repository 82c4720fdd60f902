//! Root fields that write.

use entity::{agency, custom_field};

use super::{
    input::{AgencyUpdateInput, CustomFieldArchiveInput, CustomFieldCreateInput, CustomFieldUpdateInput},
    service,
};
use crate::{mutations, payload};

payload! {
    /// What came of a change of the agency.
    AgencyPayload { agency: agency::Entity }
}

payload! {
    /// What came of a change of one of the agency's own fields.
    CustomFieldPayload { custom_field: custom_field::Entity }
}

mutations! {
    /// Changes of the agency and of its own fields.
    AgencyMutation {
        /// Changes the agency's settings.
        agency_update(AgencyUpdateInput) -> AgencyPayload, "agencies:write", service::update;
        /// Adds a field of the agency's own to a type of record.
        custom_field_create(CustomFieldCreateInput) -> CustomFieldPayload, "customFields:write", service::field_create;
        /// Changes a field of the agency's own.
        custom_field_update(CustomFieldUpdateInput) -> CustomFieldPayload, "customFields:write", service::field_update;
        /// Archives a field of the agency's own: it takes no more values, those that records have stay.
        custom_field_archive(CustomFieldArchiveInput) -> CustomFieldPayload, "customFields:write", service::field_archive;
        /// Brings an archived field back.
        custom_field_unarchive(CustomFieldArchiveInput) -> CustomFieldPayload, "customFields:write", service::field_unarchive;
    }
}
