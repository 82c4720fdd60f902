//! All that can be selected of a record, and of a page of them.

use api::read::{Resource, Shape, catalog};

/// All fields of a record that are no lists.
pub(super) fn record(resource: &Resource) -> String {
    let fields = resource.fields.iter().filter_map(|field| {
        let name = &field.name;
        match &field.shape {
            Shape::Column(..) | Shape::Computed { .. } => Some(name.clone()),
            Shape::Money(..) | Shape::Price(..) => Some(format!("{name} {{ amount currency }}")),
            Shape::One { to, .. } => {
                let target = catalog().named(to).expect("a resource");
                let further = target
                    .fields
                    .iter()
                    .filter(|field| matches!(field.shape, Shape::One { .. }));
                let further: Vec<_> = further.map(|field| format!("{} {{ id }}", field.name)).collect();
                Some(format!("{name} {{ id {} }}", further.join(" ")))
            }
            Shape::AnyNode { .. } => Some(format!("{name} {{ __typename id }}")),
            Shape::ExternalIds => Some(format!("{name} {{ source value }}")),
            Shape::ViewerCan => Some(format!("{name} {{ update archive }}")),
            Shape::Many { .. } => None,
        }
    });
    fields.collect::<Vec<_>>().join(" ")
}

/// The first records of a list with all there is to them, and the beginnings of their own lists.
pub(super) fn page(resource: &Resource, first: usize) -> String {
    let lists = resource.fields.iter().filter_map(|field| {
        let Shape::Many { to, .. } = &field.shape else {
            return None;
        };
        let target = catalog().named(to).expect("a resource");
        let permissions = target.field("viewerCan").map_or("", |_| "viewerCan { update }");
        Some(format!(
            "{}(first: 2) {{ totalCount nodes {{ id {permissions} }} }}",
            field.name
        ))
    });
    format!(
        "(first: {first}) {{ totalCount pageInfo {{ hasNextPage endCursor }} edges {{ cursor }} nodes {{ {} {} }} }}",
        record(resource),
        lists.collect::<Vec<_>>().join(" ")
    )
}
