//! Variables that were left out: an input field that takes one counts as left out too, as the specification says. The framework
//! reads it as null, and null clears.

use async_graphql::{
    Name, Positioned, Variables,
    parser::types::{ExecutableDocument, Field, Selection, SelectionSet},
};
use async_graphql_value::Value;

/// Whether a document declares a variable that has neither a value nor a default.
#[must_use]
pub fn leaves_out(document: &ExecutableDocument, variables: &Variables) -> bool {
    let declared = document
        .operations
        .iter()
        .flat_map(|(_, operation)| &operation.node.variable_definitions);
    declared.into_iter().any(|declared| {
        declared.node.default_value.is_none() && !variables.contains_key(&declared.node.name.node)
    })
}

/// Takes such variables out of the document's arguments.
pub fn take_out(document: &mut ExecutableDocument, variables: &Variables) {
    let defaults: Vec<Name> = document
        .operations
        .iter()
        .flat_map(|(_, operation)| &operation.node.variable_definitions)
        .filter(|declared| declared.node.default_value.is_some())
        .map(|declared| declared.node.name.node.clone())
        .collect();
    let given = |name: &Name| variables.contains_key(name) || defaults.contains(name);
    let mut sets: Vec<&mut Positioned<SelectionSet>> = match &mut document.operations {
        async_graphql::parser::types::DocumentOperations::Single(operation) => {
            vec![&mut operation.node.selection_set]
        }
        async_graphql::parser::types::DocumentOperations::Multiple(all) => all
            .values_mut()
            .map(|operation| &mut operation.node.selection_set)
            .collect(),
    };
    sets.extend(
        document
            .fragments
            .values_mut()
            .map(|fragment| &mut fragment.node.selection_set),
    );
    while let Some(set) = sets.pop() {
        for item in &mut set.node.items {
            match &mut item.node {
                Selection::Field(field) => {
                    of_field(&mut field.node, &given);
                    sets.push(&mut field.node.selection_set);
                }
                Selection::InlineFragment(fragment) => sets.push(&mut fragment.node.selection_set),
                Selection::FragmentSpread(_) => {}
            }
        }
    }
}

fn of_field(field: &mut Field, given: &impl Fn(&Name) -> bool) {
    field
        .arguments
        .retain(|(_, value)| !matches!(&value.node, Value::Variable(name) if !given(name)));
    field
        .arguments
        .iter_mut()
        .for_each(|(_, value)| of_value(&mut value.node, given));
}

fn of_value(value: &mut Value, given: &impl Fn(&Name) -> bool) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| !matches!(value, Value::Variable(name) if !given(name)));
            fields.values_mut().for_each(|value| of_value(value, given));
        }
        Value::List(items) => items.iter_mut().for_each(|item| of_value(item, given)),
        _ => {}
    }
}
