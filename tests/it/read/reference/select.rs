//! Selections as the specification collects them, and arguments with their variables in place.

use async_graphql::{
    Name, Positioned,
    parser::types::{Directive, Field, Selection, SelectionSet},
};
use async_graphql_value::{ConstValue, Value};

use super::Reference;

/// One key of an answer, its field, and what was selected under it.
#[derive(Debug)]
pub(super) struct Picked<'r> {
    pub(super) key: String,
    pub(super) field: &'r Field,
    pub(super) sets: Vec<&'r SelectionSet>,
}

impl Picked<'_> {
    pub(super) fn name(&self) -> &str {
        &self.field.name.node
    }
}

impl<'r> Reference<'r> {
    /// The fields selected of a type that is called by these names: its own first, then its interfaces.
    pub(super) fn collect(&self, names: &[&str], sets: &[&'r SelectionSet]) -> Vec<Picked<'r>> {
        let mut picked = vec![];
        for set in sets {
            self.collect_set(names, set, &mut picked);
        }
        picked
    }

    fn collect_set(&self, names: &[&str], set: &'r SelectionSet, picked: &mut Vec<Picked<'r>>) {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) if self.is_included(&field.node.directives) => {
                    let field = &field.node;
                    let key = field.response_key().node.to_string();
                    let set = &field.selection_set.node;
                    match picked.iter_mut().find(|known| known.key == key) {
                        Some(known) => known.sets.push(set),
                        None => picked.push(Picked {
                            key,
                            field,
                            sets: vec![set],
                        }),
                    }
                }
                Selection::InlineFragment(fragment) if self.is_included(&fragment.node.directives) => {
                    let on = fragment
                        .node
                        .type_condition
                        .as_ref()
                        .map(|on| on.node.on.node.as_str());
                    if on.is_none_or(|on| names.contains(&on)) {
                        self.collect_set(names, &fragment.node.selection_set.node, picked);
                    }
                }
                Selection::FragmentSpread(spread) if self.is_included(&spread.node.directives) => {
                    let fragment = &self.document.fragments[&spread.node.fragment_name.node].node;
                    if names.contains(&fragment.type_condition.node.on.node.as_str()) {
                        self.collect_set(names, &fragment.selection_set.node, picked);
                    }
                }
                Selection::Field(_) | Selection::InlineFragment(_) | Selection::FragmentSpread(_) => {}
            }
        }
    }

    fn is_included(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().all(|directive| {
            let condition = directive
                .node
                .get_argument("if")
                .and_then(|value| self.value(&value.node));
            match directive.node.name.node.as_str() {
                "skip" => condition != Some(ConstValue::Boolean(true)),
                "include" => condition == Some(ConstValue::Boolean(true)),
                _ => true,
            }
        })
    }

    /// An argument that was given and is not null.
    pub(super) fn argument(&self, field: &Field, name: &str) -> Option<ConstValue> {
        let value = self.value(&field.get_argument(name)?.node)?;
        (value != ConstValue::Null).then_some(value)
    }

    /// The variable that an argument is taken from.
    pub(super) fn variable_of(field: &Field, name: &str) -> Option<String> {
        match &field.get_argument(name)?.node {
            Value::Variable(name) => Some(name.to_string()),
            _ => None,
        }
    }

    /// A value with its variables in place; none for a variable that was left out and has no default.
    fn value(&self, value: &Value) -> Option<ConstValue> {
        match value {
            Value::Variable(name) => self.variable(name),
            Value::List(items) => {
                let items = items
                    .iter()
                    .map(|item| self.value(item).unwrap_or(ConstValue::Null));
                Some(ConstValue::List(items.collect()))
            }
            Value::Object(fields) => {
                let fields = fields
                    .iter()
                    .filter_map(|(name, value)| Some((name.clone(), self.value(value)?)));
                Some(ConstValue::Object(fields.collect()))
            }
            constant => constant.clone().into_const(),
        }
    }

    fn variable(&self, name: &Name) -> Option<ConstValue> {
        if let Some(given) = self.variables.get(name) {
            return Some(given.clone());
        }
        let declared = self
            .operation
            .variable_definitions
            .iter()
            .find(|declared| declared.node.name.node == *name)?;
        declared
            .node
            .default_value
            .as_ref()
            .map(|value| value.node.clone())
    }
}

/// The words of a value that is a word, or text that a variable gave for one.
pub(super) fn word(value: &ConstValue) -> &str {
    match value {
        ConstValue::Enum(word) => word.as_str(),
        ConstValue::String(text) => text,
        other => panic!("no word: {other}"),
    }
}

/// A list; one value counts as a list of one.
pub(super) fn items(value: &ConstValue) -> &[ConstValue] {
    match value {
        ConstValue::List(items) => items,
        one => std::slice::from_ref(one),
    }
}
