//! Output types: records, lists, totals, and the root fields that give them.

mod record;
mod roots;
mod totals;

use async_graphql::registry::Registry;

pub(super) use self::{
    record::{of, scalar_name},
    roots::{node_root, nodes_root, roots},
};
use super::kit::{add, field, interface, object};
use crate::read::{catalog::catalog, resource::Resource};

/// Types that all resources share.
pub(super) fn shared(registry: &mut Registry) {
    let all: Vec<&str> = catalog().all().iter().map(Resource::name).collect();
    let id = || {
        field(
            "id",
            "Opaque, unique across all types, stable for ever. Looks like cli_01jz8q0v5t6w7x8y9z0a1b2c3d.",
            "ID!",
        )
    };
    add(
        registry,
        interface(
            "Node",
            "Anything that can be fetched again by its id.",
            vec![id()],
            &all,
        ),
    );
    let fields = vec![
        field("hasNextPage", "More items follow this page.", "Boolean!"),
        field("hasPreviousPage", "Items precede this page.", "Boolean!"),
        field("startCursor", "Cursor of the first item of the page.", "String"),
        field("endCursor", "Cursor of the last item of the page.", "String"),
    ];
    add(
        registry,
        object("PageInfo", "Where a page begins and ends.", fields),
    );
    let fields = vec![
        field("update", "Change it.", "Boolean!"),
        field("archive", "Archive it and bring it back.", "Boolean!"),
    ];
    add(
        registry,
        object(
            "RecordPermissions",
            "What the caller may do with one record.",
            fields,
        ),
    );
    let fields = vec![
        field("source", "The system, for example xero.", "String!"),
        field("value", "The id there.", "String!"),
    ];
    add(registry, object("ExternalId", "An id in another system.", fields));
}

/// The interface of what has a version. No field gives it, so the schema asks for it by name.
pub(super) fn versioned(registry: &mut Registry) {
    let versioned: Vec<&str> = catalog()
        .all()
        .iter()
        .filter(|resource| resource.is_versioned())
        .map(Resource::name)
        .collect();
    let fields = vec![
        field(
            "version",
            "Grows by one with every change. Send it back as expectedVersion.",
            "Int!",
        ),
        field("createdAt", "When it was made.", "DateTime!"),
        field("updatedAt", "When it last changed.", "DateTime!"),
    ];
    add(
        registry,
        interface(
            "Versioned",
            "What every editable thing carries.",
            fields,
            &versioned,
        ),
    );
}
