//! Variables that were left out. One with a default has that value, in conditions of `@skip` and `@include` too, where the framework
//! does not look for it. An input field that takes one without counts as left out too, as the specification says: the framework
//! reads it as null, and null clears.

use async_graphql::{
    Name, Variables,
    parser::types::{DocumentOperations, ExecutableDocument, Field, Selection},
};
use async_graphql_value::Value;

/// Gives variables that were left out the values that the operation declares for them.
pub fn fill_in(document: &ExecutableDocument, operation: Option<&str>, variables: &mut Variables) {
    let chosen = document.operations.iter().find(|(name, _)| match operation {
        Some(operation) => name.is_some_and(|name| name == operation),
        None => true,
    });
    let declared = chosen
        .iter()
        .flat_map(|(_, operation)| &operation.node.variable_definitions);
    for declared in declared {
        if let Some(default) = &declared.node.default_value {
            variables
                .entry(declared.node.name.node.clone())
                .or_insert_with(|| default.node.clone());
        }
    }
}

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

/// Takes such variables out of the document: out of arguments and input fields, and then out of the declarations. In a list
/// they are null.
pub fn take_out(document: &mut ExecutableDocument, variables: &Variables) {
    let mut operations: Vec<_> = match &mut document.operations {
        DocumentOperations::Single(operation) => vec![operation],
        DocumentOperations::Multiple(all) => all.values_mut().collect(),
    };
    let absent: Vec<Name> = operations
        .iter()
        .flat_map(|operation| &operation.node.variable_definitions)
        .filter(|declared| declared.node.var_type.node.nullable && declared.node.default_value.is_none())
        .map(|declared| declared.node.name.node.clone())
        .filter(|name| !variables.contains_key(name))
        .collect();
    let mut taken = Taken { absent, used: vec![] };
    let mut sets: Vec<_> = operations
        .iter_mut()
        .map(|operation| &mut operation.node.selection_set)
        .collect();
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
                    taken.out_of_field(&mut field.node);
                    sets.push(&mut field.node.selection_set);
                }
                Selection::InlineFragment(fragment) => sets.push(&mut fragment.node.selection_set),
                Selection::FragmentSpread(_) => {}
            }
        }
    }
    for operation in operations {
        operation
            .node
            .variable_definitions
            .retain(|declared| !taken.used.contains(&declared.node.name.node));
    }
}

/// Variables that were left out, and those of them that were met.
struct Taken {
    absent: Vec<Name>,
    used: Vec<Name>,
}

impl Taken {
    fn is_absent(&mut self, value: &Value) -> bool {
        let Value::Variable(name) = value else {
            return false;
        };
        let absent = self.absent.contains(name);
        if absent {
            self.used.push(name.clone());
        }
        absent
    }

    fn out_of_field(&mut self, field: &mut Field) {
        field.arguments.retain(|(_, value)| !self.is_absent(&value.node));
        field
            .arguments
            .iter_mut()
            .for_each(|(_, value)| self.out_of_value(&mut value.node));
    }

    fn out_of_value(&mut self, value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.retain(|_, value| !self.is_absent(value));
                fields.values_mut().for_each(|value| self.out_of_value(value));
            }
            Value::List(items) => {
                for item in items {
                    if self.is_absent(item) {
                        *item = Value::Null;
                    }
                    self.out_of_value(item);
                }
            }
            _ => {}
        }
    }
}
