//! Conditions on `__typename`. The framework's validation does not look at them, and takes a variable that stands nowhere else for one
//! that is not used. In a fragment around the field the same condition is seen.

use async_graphql::{
    Positioned,
    parser::types::{DocumentOperations, ExecutableDocument, Field, InlineFragment, Selection, SelectionSet},
};

/// Whether a `__typename` of the document has a condition.
#[must_use]
pub fn has_condition(document: &ExecutableDocument) -> bool {
    let operations = document
        .operations
        .iter()
        .map(|(_, operation)| &operation.node.selection_set.node);
    let fragments = document
        .fragments
        .values()
        .map(|fragment| &fragment.node.selection_set.node);
    let mut sets: Vec<&SelectionSet> = operations.chain(fragments).collect();
    while let Some(set) = sets.pop() {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) if is_conditional(&field.node) => return true,
                Selection::Field(field) => sets.push(&field.node.selection_set.node),
                Selection::InlineFragment(fragment) => sets.push(&fragment.node.selection_set.node),
                Selection::FragmentSpread(_) => {}
            }
        }
    }
    false
}

/// Moves these conditions to fragments around the fields.
pub fn wrap(document: &mut ExecutableDocument) {
    let operations: Vec<_> = match &mut document.operations {
        DocumentOperations::Single(operation) => vec![operation],
        DocumentOperations::Multiple(all) => all.values_mut().collect(),
    };
    let operations = operations
        .into_iter()
        .map(|operation| &mut operation.node.selection_set.node);
    let fragments = document.fragments.values_mut();
    let fragments = fragments.map(|fragment| &mut fragment.node.selection_set.node);
    let mut sets: Vec<&mut SelectionSet> = operations.chain(fragments).collect();
    while let Some(set) = sets.pop() {
        for item in &mut set.items {
            if let Selection::Field(field) = &mut item.node
                && is_conditional(&field.node)
            {
                item.node = wrapped(field);
                continue;
            }
            match &mut item.node {
                Selection::Field(field) => sets.push(&mut field.node.selection_set.node),
                Selection::InlineFragment(fragment) => sets.push(&mut fragment.node.selection_set.node),
                Selection::FragmentSpread(_) => {}
            }
        }
    }
}

fn is_conditional(field: &Field) -> bool {
    field.name.node == "__typename" && !field.directives.is_empty()
}

fn wrapped(field: &mut Positioned<Field>) -> Selection {
    let pos = field.pos;
    let directives = std::mem::take(&mut field.node.directives);
    let items = vec![Positioned::new(Selection::Field(field.clone()), pos)];
    let fragment = InlineFragment {
        type_condition: None,
        directives,
        selection_set: Positioned::new(SelectionSet { items }, pos),
    };
    Selection::InlineFragment(Positioned::new(fragment, pos))
}
