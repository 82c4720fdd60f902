//! Output types: records, lists, totals, and the root fields that give them.

use async_graphql::registry::{MetaField, MetaInputValue, Registry};

use super::kit::{add, argument, choice, field, interface, object, requires_scope, semantic_non_null, with};
use crate::{
    kernel::policy::Right,
    read::{
        catalog::catalog,
        group::group_name,
        resource::{Field, Resource, Scalar, Shape, Words},
        scopes,
    },
};

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

/// The type of a resource, its lists and its totals.
pub(super) fn of(resource: &Resource, registry: &mut Registry) {
    let name = resource.name();
    for field in &resource.fields {
        if let Shape::Column(_, Scalar::Choice(words))
        | Shape::Computed {
            words: Some(words), ..
        } = &field.shape
        {
            add(registry, words_of(words));
        }
    }
    let fields = resource.fields.iter().map(record_field).collect();
    add(registry, object(name, resource.about, fields));
    registry.add_implements(name, "Node");
    if resource.is_versioned() {
        registry.add_implements(name, "Versioned");
    }
    let fields = vec![
        field("cursor", "Its place in the list.", "String!"),
        field("node", "The record.", format!("{name}!")),
    ];
    add(
        registry,
        object(&format!("{name}Edge"), "A record in a list.", fields),
    );
    let fields = vec![
        field(
            "edges",
            "The records with their places.",
            format!("[{name}Edge!]!"),
        ),
        field("nodes", "The records.", format!("[{name}!]!")),
        field("pageInfo", "Where the page ends.", "PageInfo!"),
        field(
            "totalCount",
            "How many match on all pages. Counted only when asked for.",
            "Int!",
        ),
    ];
    add(
        registry,
        object(&format!("{name}Connection"), "A page of a list.", fields),
    );
    if resource.roots.is_some() {
        totals(resource, registry);
    }
}

fn words_of(words: &Words) -> async_graphql::registry::MetaType {
    choice(
        words.name,
        words.about,
        words.values.iter().map(|value| (value.name, value.about)),
    )
}

fn record_field(declared: &Field) -> MetaField {
    let nullable = |ty: &str| {
        if declared.nullable {
            ty.to_owned()
        } else {
            format!("{ty}!")
        }
    };
    let made = match &declared.shape {
        Shape::Column(_, scalar) => field(&declared.name, declared.about, nullable(scalar_name(*scalar))),
        Shape::Money(..) => field(&declared.name, declared.about, nullable("Money")),
        Shape::Price(..) => field(&declared.name, declared.about, nullable("UnitPrice")),
        Shape::One { to, .. } => field(&declared.name, declared.about, *to),
        Shape::Many { to, .. } => {
            let list = field(&declared.name, declared.about, format!("{to}Connection"));
            semantic_non_null(with(list, list_arguments(to)))
        }
        Shape::Computed { ty, .. } => field(&declared.name, declared.about, *ty),
        Shape::AnyNode { .. } => field(&declared.name, declared.about, "Node"),
        Shape::ExternalIds => field(
            &declared.name,
            declared.about,
            if declared.nullable {
                "[ExternalId!]"
            } else {
                "[ExternalId!]!"
            },
        ),
        Shape::ViewerCan => field(&declared.name, declared.about, "RecordPermissions!"),
    };
    declared
        .right
        .map(Right::scope)
        .into_iter()
        .fold(made, requires_scope)
}

/// The GraphQL name of a scalar.
pub(super) fn scalar_name(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Id(_) => "ID",
        Scalar::Text => "String",
        Scalar::Int => "Int",
        Scalar::Bool => "Boolean",
        Scalar::Date => "Date",
        Scalar::DateTime => "DateTime",
        Scalar::Currency => "CurrencyCode",
        Scalar::Choice(words) => words.name,
        Scalar::Json => "JSON",
        Scalar::Decimal(_) => "Decimal",
        Scalar::Texts => "[String!]",
    }
}

fn totals(resource: &Resource, registry: &mut Registry) {
    let name = resource.name();
    let mut fields = vec![field("count", "How many records.", "Int!")];
    for summed in resource.fields.iter().filter(|field| field.sum) {
        let (ty, about) = match summed.shape {
            Shape::Money(..) => (
                "[Money!]",
                "The sum, one amount for each currency. Currencies are never added up.",
            ),
            _ => ("Int", "The sum."),
        };
        let made = field(&format!("{}Sum", summed.name), about, ty);
        fields.push(
            summed
                .right
                .map(Right::scope)
                .into_iter()
                .fold(made, requires_scope),
        );
    }
    add(
        registry,
        object(&format!("{name}Aggregate"), "Totals over records.", fields),
    );
    let by: Vec<(String, &str)> = resource
        .fields
        .iter()
        .filter_map(|field| Some((group_name(field)?, field.about)))
        .collect();
    if by.is_empty() {
        return;
    }
    add(
        registry,
        choice(
            &format!("{name}GroupBy"),
            "What records can be grouped by.",
            by.iter().map(|(name, about)| (name.as_str(), *about)),
        ),
    );
    let fields = vec![
        field(
            "keys",
            "The values of the group, in the order asked for. Null stands for records without one.",
            "[String]!",
        ),
        field("aggregate", "The totals.", format!("{name}Aggregate!")),
    ];
    add(
        registry,
        object(&format!("{name}Group"), "Totals of one group.", fields),
    );
}

/// The arguments of a list.
fn list_arguments(to: &str) -> Vec<MetaInputValue> {
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
pub(super) fn roots(resource: &Resource) -> Vec<MetaField> {
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
pub(super) fn node_root() -> MetaField {
    with(
        field("node", "The record with this id, or null.", "Node"),
        vec![argument("id", "Its id.", "ID!")],
    )
}

/// `Query.nodes`.
pub(super) fn nodes_root() -> MetaField {
    let about = "The records with these ids, in their order; null for an unknown one. Up to 100.";
    semantic_non_null(with(
        field("nodes", about, "[Node]"),
        vec![argument("ids", "The ids.", "[ID!]!")],
    ))
}
