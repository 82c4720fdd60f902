//! Root fields, and the arguments of lists.

use async_graphql::registry::{MetaField, MetaInputValue};

use crate::read::{
    registry::kit::{argument, field, requires_scope, semantic_non_null, with},
    resource::Resource,
    scopes,
};

/// The arguments of a list.
pub(super) fn list_arguments(to: &str) -> Vec<MetaInputValue> {
    let mut arguments = vec![
        argument("filter", "Tests that the records fulfil.", format!("{to}Filter")),
        argument(
            "orderBy",
            "The order; the id is always the last key.",
            format!("[{to}Order!]"),
        ),
    ];
    arguments.extend(page_arguments());
    arguments
}

fn page_arguments() -> [MetaInputValue; 4] {
    [
        argument(
            "first",
            "So many from the beginning, 1 to 100. Without first and last: 25.",
            "Int",
        ),
        argument("after", "Only what follows this cursor.", "String"),
        argument("last", "So many from the end, 1 to 100.", "Int"),
        argument("before", "Only what precedes this cursor.", "String"),
    ]
}

/// The root fields of a resource.
pub(in crate::read::registry) fn roots(resource: &Resource) -> Vec<MetaField> {
    let (Some((one, many)), name) = (resource.roots, resource.name()) else {
        return vec![];
    };
    let scope = scopes::scope(resource);
    let id = argument("id", "Its id.", "ID!");
    let mut list = list_arguments(name);
    if resource.is_searched() {
        list.insert(
            1,
            argument(
                "search",
                "Words to be found in the record, in any order; case and spelling variants do not count.",
                "String",
            ),
        );
    }
    let filter = || {
        argument(
            "filter",
            "Tests that the records fulfil.",
            format!("{name}Filter"),
        )
    };
    let mut fields = vec![
        requires_scope(with(field(one, "One record, or null.", name), vec![id]), &scope),
        requires_scope(
            semantic_non_null(with(
                field(many, "Records, a page at a time.", format!("{name}Connection")),
                list,
            )),
            &scope,
        ),
        requires_scope(
            semantic_non_null(with(
                field(
                    &format!("{one}Aggregate"),
                    "Totals over records.",
                    format!("{name}Aggregate"),
                ),
                vec![filter()],
            )),
            &scope,
        ),
    ];
    if resource.fields.iter().any(|field| field.group.is_some()) {
        let by = argument("by", "1 to 3 keys.", format!("[{name}GroupBy!]!"));
        let groups = field(
            &format!("{one}Groups"),
            "Totals by group, up to 1000 groups.",
            format!("[{name}Group!]"),
        );
        fields.push(requires_scope(
            semantic_non_null(with(groups, vec![filter(), by])),
            &scope,
        ));
    }
    fields
}

/// `Query.node`.
pub(in crate::read::registry) fn node_root() -> MetaField {
    with(
        field("node", "The record with this id, or null.", "Node"),
        vec![argument("id", "Its id.", "ID!")],
    )
}

/// `Query.nodes`.
pub(in crate::read::registry) fn nodes_root() -> MetaField {
    let about = "The records with these ids, in their order; null for an unknown one. Up to 100.";
    semantic_non_null(with(
        field("nodes", about, "[Node]"),
        vec![argument("ids", "The ids.", "[ID!]!")],
    ))
}
