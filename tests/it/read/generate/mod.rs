//! Makes documents of everything that the declarations offer: each seed another question, always a valid one, sometimes with
//! a mistake in an argument.

mod arguments;
mod filter;
mod list;
mod record;
mod root;
mod values;

use api::{
    kernel::{
        actor::Actor,
        policy::{Action, Grant, grant},
    },
    read::Field,
};
use async_graphql_value::{ConstValue, Value};
use entity::value::Kind;
use serde_json::{Map, Value as Json};

use super::{dice::Dice, world::World};

/// A document with its variables.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub(super) text: String,
    pub(super) variables: Map<String, Json>,
}

/// A document being written.
pub(super) struct Writer<'w> {
    dice: Dice,
    world: &'w World,
    actor: &'w Actor,
    declared: Vec<String>,
    variables: Map<String, Json>,
    fragments: Vec<String>,
    names: usize,
    /// Fields that may still be written.
    left: usize,
    /// Whether a mistake is still to be made.
    mistake: bool,
}

/// The question that belongs to a seed.
pub(super) fn question(world: &World, actor: &Actor, seed: u64) -> Question {
    let mut dice = Dice::new(seed);
    let mistake = dice.percent(15);
    let mut writer = Writer {
        dice,
        world,
        actor,
        declared: vec![],
        variables: Map::new(),
        fragments: vec![],
        names: 0,
        left: 40,
        mistake,
    };
    let fields = writer.roots();
    let declared = match writer.declared.as_slice() {
        [] => String::new(),
        declared => format!("({})", declared.join(", ")),
    };
    let fragments = writer.fragments.concat();
    Question {
        text: format!("query Question{declared} {{ {fields} }}{fragments}"),
        variables: writer.variables,
    }
}

impl Writer<'_> {
    /// A name that the document does not use yet.
    fn name(&mut self, letter: char) -> String {
        self.names += 1;
        format!("{letter}{}", self.names)
    }

    /// The key of a field: its own name, or now and then another.
    fn key(&mut self, name: &str, must: bool) -> String {
        if must || self.dice.percent(12) {
            format!("{}: {name}", self.name('a'))
        } else {
            name.to_owned()
        }
    }

    /// Whether to use a field in an argument: one that the caller may not see is a mistake.
    fn may_use(&mut self, field: &Field) -> bool {
        match field.right {
            Some(right) if !self.actor.has(right) => self.mistakes(50),
            _ => true,
        }
    }

    /// One of these, rarely one that the caller sees no records of.
    fn one_seen<T: Copy>(&mut self, of: &[T], kind: impl Fn(T) -> Kind) -> Option<T> {
        let first = *self.dice.any(of)?;
        if self.dice.percent(20) {
            return Some(first);
        }
        let seen: Vec<T> = of
            .iter()
            .copied()
            .filter(|one| grant(self.actor.role, kind(*one), Action::Read) != Grant::Nothing)
            .collect();
        Some(self.dice.any(&seen).copied().unwrap_or(first))
    }

    /// Whether the document's mistake is made here.
    fn mistakes(&mut self, chance: usize) -> bool {
        let here = self.mistake && self.dice.percent(chance);
        self.mistake &= !here;
        here
    }

    /// A value as it stands, or through a variable: given, given over a default, or left to its default.
    fn through(&mut self, ty: &str, value: ConstValue) -> Value {
        if !self.dice.percent(20) {
            return constant(value);
        }
        let name = self.name('v');
        let given = value.clone().into_json().expect("a value");
        match self.dice.below(3) {
            0 => self.declared.push(format!("${name}: {ty} = {value}")),
            1 => {
                self.declared.push(format!("${name}: {ty} = {value}"));
                self.variables.insert(name.clone(), given);
            }
            _ => {
                self.declared.push(format!("${name}: {ty}"));
                self.variables.insert(name.clone(), given);
            }
        }
        variable(&name)
    }

    /// A variable that may be left out and is.
    fn left_out(&mut self, ty: &str) -> Value {
        let name = self.name('v');
        self.declared.push(format!("${name}: {ty}"));
        variable(&name)
    }

    /// A directive, now and then.
    fn directive(&mut self) -> String {
        if !self.dice.percent(10) {
            return String::new();
        }
        let condition = ConstValue::Boolean(self.dice.percent(50));
        let condition = self.through("Boolean!", condition);
        let name = if self.dice.percent(50) { "skip" } else { "include" };
        let more = if self.dice.percent(10) {
            " @include(if: true)"
        } else {
            ""
        };
        match name {
            "include" => format!(" @include(if: {condition})"),
            _ => format!(" @skip(if: {condition}){more}"),
        }
    }
}

fn variable(name: &str) -> Value {
    Value::Variable(async_graphql::Name::new(name))
}

fn constant(value: ConstValue) -> Value {
    value.into_value()
}
