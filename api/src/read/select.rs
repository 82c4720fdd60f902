//! What a caller selected: fields by response key, fragments taken apart, arguments with their variables in place.

use async_graphql::{
    ContextSelectionSet, Name, Pos, Value,
    parser::types::{Field, Selection, SelectionSet},
};
use async_graphql_value::{ConstValue, Value as InputValue};

use super::resource::Resource;

/// One response key and all that was selected under it.
#[derive(Debug)]
pub(super) struct Picked<'a> {
    /// The key in the answer.
    pub key: Name,
    /// The field.
    pub field: &'a Field,
    /// Where it stands in the document.
    pub pos: Pos,
    /// What was selected of its value.
    pub sets: Vec<&'a SelectionSet>,
}

impl Picked<'_> {
    /// The field's name.
    pub(super) fn name(&self) -> &str {
        self.field.name.node.as_str()
    }
}

/// The fields selected of an object type, in the order of the document, equal keys merged.
pub(super) fn pick<'a>(
    ctx: &ContextSelectionSet<'a>,
    type_name: &str,
    interfaces: &[&str],
    sets: &[&'a SelectionSet],
) -> Vec<Picked<'a>> {
    let mut picked = Vec::with_capacity(8);
    for set in sets {
        pick_set(ctx, type_name, interfaces, set, &mut picked);
    }
    picked
}

fn pick_set<'a>(
    ctx: &ContextSelectionSet<'a>,
    type_name: &str,
    interfaces: &[&str],
    set: &'a SelectionSet,
    picked: &mut Vec<Picked<'a>>,
) {
    for item in &set.items {
        let (condition, inner) = match &item.node {
            Selection::Field(field) => {
                add(picked, &field.node, item.pos);
                continue;
            }
            Selection::InlineFragment(fragment) => (
                fragment.node.type_condition.as_ref(),
                &fragment.node.selection_set.node,
            ),
            Selection::FragmentSpread(spread) => {
                match ctx.query_env.fragments.get(&spread.node.fragment_name.node) {
                    Some(fragment) => (
                        Some(&fragment.node.type_condition),
                        &fragment.node.selection_set.node,
                    ),
                    None => continue,
                }
            }
        };
        let applies = condition.is_none_or(|condition| {
            let on = condition.node.on.node.as_str();
            on == type_name || interfaces.contains(&on)
        });
        if applies {
            pick_set(ctx, type_name, interfaces, inner, picked);
        }
    }
}

fn add<'a>(picked: &mut Vec<Picked<'a>>, field: &'a Field, pos: Pos) {
    let key = &field.response_key().node;
    let set = &field.selection_set.node;
    match picked.iter_mut().find(|known| known.key == *key) {
        Some(known) => known.sets.push(set),
        None => picked.push(Picked {
            key: key.clone(),
            field,
            pos,
            sets: vec![set],
        }),
    }
}

/// The interfaces that a resource's type implements.
pub(super) fn interfaces(resource: &Resource) -> &'static [&'static str] {
    if resource.is_versioned() {
        &["Node", "Versioned"]
    } else {
        &["Node"]
    }
}

/// The value of an argument; none when it was left out or given by a variable that was.
pub(super) fn argument(ctx: &ContextSelectionSet<'_>, field: &Field, name: &str) -> Option<Value> {
    field
        .get_argument(name)
        .and_then(|value| resolve(ctx, &value.node))
}

fn resolve(ctx: &ContextSelectionSet<'_>, value: &InputValue) -> Option<ConstValue> {
    Some(match value {
        InputValue::Variable(name) => return variable(ctx, name),
        InputValue::Null => ConstValue::Null,
        InputValue::Number(number) => ConstValue::Number(number.clone()),
        InputValue::String(text) => ConstValue::String(text.clone()),
        InputValue::Boolean(flag) => ConstValue::Boolean(*flag),
        InputValue::Binary(bytes) => ConstValue::Binary(bytes.clone()),
        InputValue::Enum(word) => ConstValue::Enum(word.clone()),
        InputValue::List(items) => ConstValue::List(
            items
                .iter()
                .map(|item| resolve(ctx, item).unwrap_or(ConstValue::Null))
                .collect(),
        ),
        InputValue::Object(fields) => ConstValue::Object(
            fields
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), resolve(ctx, value)?)))
                .collect(),
        ),
    })
}

fn variable(ctx: &ContextSelectionSet<'_>, name: &Name) -> Option<ConstValue> {
    if let Some(value) = ctx.query_env.variables.get(name) {
        return Some(value.clone());
    }
    let definitions = &ctx.query_env.operation.node.variable_definitions;
    let definition = definitions
        .iter()
        .find(|definition| definition.node.name.node == *name)?;
    definition
        .node
        .default_value
        .as_ref()
        .map(|value| value.node.clone())
}

/// A word given as an enum value, or as a string by a variable.
pub(super) fn word(value: &Value) -> Option<&str> {
    match value {
        Value::Enum(word) => Some(word.as_str()),
        Value::String(text) => Some(text),
        _ => None,
    }
}
