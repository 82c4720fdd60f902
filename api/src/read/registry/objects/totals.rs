//! The types of totals.

use async_graphql::registry::Registry;

use crate::{
    kernel::policy::Right,
    read::{
        group::group_name,
        registry::kit::{add, choice, field, object, requires_scope},
        resource::{Resource, Shape},
    },
};

/// Totals of a resource, altogether and by group.
pub(super) fn totals(resource: &Resource, registry: &mut Registry) {
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
