//! Input types: filters and orders.

use async_graphql::registry::{MetaInputValue, Registry};

use super::{
    kit::{add, argument, choice, input},
    objects::scalar_name,
};
use crate::kernel::names::screaming;
use crate::read::resource::{Resource, Scalar, Shape};

/// Tests on scalars, the same for all resources.
pub(super) fn shared(registry: &mut Registry) {
    let directions = [
        ("ASC", "Smallest first; missing values before all others."),
        ("DESC", "Largest first; missing values after all others."),
    ];
    add(
        registry,
        choice("OrderDirection", "Which way to sort.", directions),
    );
    let texts = [
        (
            "contains",
            "Contains this. The case of Latin letters does not count, in names no spelling variant does.",
        ),
        (
            "startsWith",
            "Begins with this. The case of Latin letters does not count, in names no spelling variant does.",
        ),
    ];
    let mut of_text = comparisons("String", true);
    of_text.extend(texts.map(|(name, about)| argument(name, about, "String")));
    add(
        registry,
        input(
            "StringFilter",
            "Tests on text. All tests given must hold. Case counts unless said otherwise.",
            of_text,
        ),
    );
    for (scalar, ordered) in [
        ("ID", false),
        ("Int", true),
        ("Boolean", false),
        ("Date", true),
        ("DateTime", true),
        ("Decimal", true),
        ("CurrencyCode", false),
    ] {
        let about = format!("Tests on a value of type {scalar}. All tests given must hold.");
        add(
            registry,
            input(&format!("{scalar}Filter"), &about, comparisons(scalar, ordered)),
        );
    }
    let both = vec![
        argument("source", "The system.", "StringFilter"),
        argument("value", "The id there.", "StringFilter"),
    ];
    add(
        registry,
        input("ExternalIdFilter", "Tests on an id in another system.", both),
    );
    let both = vec![
        argument("key", "The field's key.", "String!"),
        argument("eq", "Its value, as text.", "String!"),
    ];
    add(
        registry,
        input(
            "CustomValueFilter",
            "A test on one of the agency's own fields.",
            both,
        ),
    );
}

fn comparisons(scalar: &str, ordered: bool) -> Vec<MetaInputValue> {
    let list = format!("[{scalar}!]");
    let mut tests = vec![
        argument("eq", "Equal.", scalar),
        argument("ne", "Not equal, or missing.", scalar),
        argument("in", "One of these.", list.clone()),
        argument("notIn", "None of these, or missing.", list),
    ];
    if ordered {
        tests.extend([
            argument("lt", "Before this.", scalar),
            argument("lte", "This or before.", scalar),
            argument("gt", "After this.", scalar),
            argument("gte", "This or after.", scalar),
        ]);
    }
    tests.push(argument("isNull", "Whether it is missing.", "Boolean"));
    tests
}

/// The filter and the order of a resource.
pub(super) fn of(resource: &Resource, registry: &mut Registry) {
    let name = resource.name();
    let filter = format!("{name}Filter");
    let mut tests = vec![
        argument("and", "All of these hold.", format!("[{filter}!]")),
        argument("or", "At least one of these holds.", format!("[{filter}!]")),
        argument("not", "This does not hold.", filter.clone()),
    ];
    for field in &resource.fields {
        match &field.shape {
            Shape::ExternalIds => tests.push(argument(
                "externalId",
                "By an id in another system.",
                "ExternalIdFilter",
            )),
            Shape::Column(_, Scalar::Json) => tests.push(argument(
                "customField",
                "By one of the agency's own fields.",
                "CustomValueFilter",
            )),
            Shape::Column(_, scalar) if field.filter => {
                if let Scalar::Choice(words) = scalar {
                    let about = format!("Tests on a {}.", words.name);
                    add(
                        registry,
                        input(
                            &format!("{}Filter", words.name),
                            &about,
                            comparisons(words.name, false),
                        ),
                    );
                }
                tests.push(argument(
                    &field.name,
                    field.about,
                    format!("{}Filter", scalar_name(*scalar)),
                ));
            }
            Shape::One { to, .. } if field.filter => {
                tests.push(argument(&format!("{}Id", field.name), field.about, "IDFilter"));
                tests.push(argument(&field.name, field.about, format!("{to}Filter")));
            }
            Shape::Many { to, .. } if field.filter => {
                let both = vec![
                    argument("some", "At least one fulfils this.", format!("{to}Filter")),
                    argument("none", "None fulfils this.", format!("{to}Filter")),
                ];
                add(
                    registry,
                    input(&format!("{to}ListFilter"), "Tests on a list of records.", both),
                );
                tests.push(argument(&field.name, field.about, format!("{to}ListFilter")));
            }
            _ => {}
        }
    }
    add(
        registry,
        input(
            &filter,
            "Tests on records. Tests side by side must all hold.",
            tests,
        ),
    );
    let orders: Vec<(String, &str)> = resource
        .fields
        .iter()
        .filter(|field| field.order)
        .map(|field| (screaming(&field.name), field.about))
        .collect();
    let about = "What records can be sorted by.";
    add(
        registry,
        choice(
            &format!("{name}OrderField"),
            about,
            orders.iter().map(|(name, about)| (name.as_str(), *about)),
        ),
    );
    let mut direction = argument("direction", "The direction.", "OrderDirection!");
    direction.default_value = Some("ASC".to_owned());
    let keys = vec![
        argument("field", "The field.", format!("{name}OrderField!")),
        direction,
    ];
    add(registry, input(&format!("{name}Order"), "One sort key.", keys));
}
