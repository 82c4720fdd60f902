//! The type of a record, and those of a list of them.

use async_graphql::registry::{MetaField, MetaType, Registry};

use super::{roots::list_arguments, totals::totals};
use crate::{
    kernel::policy::Right,
    read::{
        registry::kit::{add, choice, field, object, requires_scope, semantic_non_null, with},
        resource::{Field, Resource, Scalar, Shape, Words},
    },
};

/// The type of a resource, its lists and its totals.
pub(in crate::read::registry) fn of(resource: &Resource, registry: &mut Registry) {
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

fn words_of(words: &Words) -> MetaType {
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
pub(in crate::read::registry) fn scalar_name(scalar: Scalar) -> &'static str {
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
