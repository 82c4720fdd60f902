//! How much work an introspection query is. It costs the caller nothing, so it is bounded here: by one and a half times
//! what the standard query of the common tools amounts to.

use std::collections::HashMap;

use async_graphql::{
    Name,
    parser::types::{Selection, SelectionSet},
};

/// How many there are of one thing: altogether, and at the most in one type.
#[derive(Debug, Clone, Copy, Default)]
pub struct Count {
    /// Altogether.
    pub all: u64,
    /// At the most in one type.
    pub most: u64,
}

impl Count {
    /// Takes in the number of one more type.
    pub fn add(&mut self, number: usize) {
        let number = u64::try_from(number).unwrap_or(u64::MAX);
        self.all += number;
        self.most = self.most.max(number);
    }
}

/// How many things a schema consists of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sizes {
    /// Types.
    pub types: u64,
    /// Fields of objects and interfaces.
    pub fields: Count,
    /// Arguments of fields; the most of one field.
    pub arguments: Count,
    /// Fields of input objects.
    pub input_fields: Count,
    /// Values of enums.
    pub enum_values: Count,
    /// Interfaces that objects implement.
    pub interfaces: Count,
    /// Members of unions and interfaces.
    pub possible_types: Count,
}

/// Introspection's own types and directives, which no SDL lists.
const BUILT_IN: u64 = 100;

/// Selections on one listed thing that the standard query amounts to, and half of that again.
const SELECTIONS_EACH: u64 = 50;

impl Sizes {
    /// The work that one request may ask for.
    pub const fn budget(&self) -> u64 {
        let listed = self.types
            + self.fields.all
            + self.arguments.all
            + self.input_fields.all
            + self.enum_values.all
            + self.interfaces.all
            + self.members()
            + BUILT_IN;
        listed.saturating_mul(SELECTIONS_EACH)
    }

    /// Types that implement an interface or belong to a union.
    const fn members(&self) -> u64 {
        self.possible_types.all + self.interfaces.all
    }
}

/// Where in the tree of introspection a selection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    Root,
    Schema,
    AllTypes,
    AllFields,
    Within,
}

/// Adds up the work below `__schema` and `__type`.
#[derive(Debug)]
pub struct Work<'a> {
    sizes: &'a Sizes,
    fragments: &'a HashMap<&'a Name, &'a SelectionSet>,
    known: HashMap<(&'a str, Place, u64), u64>,
    budget: u64,
}

impl<'a> Work<'a> {
    /// Work on a schema of this size, with the fragments of one document. They must be free of cycles.
    pub fn new(sizes: &'a Sizes, fragments: &'a HashMap<&'a Name, &'a SelectionSet>) -> Self {
        Self {
            sizes,
            fragments,
            known: HashMap::new(),
            budget: sizes.budget(),
        }
    }

    /// The work that an operation asks for, or `None` when it exceeds the budget.
    pub fn of(&mut self, operation: &'a SelectionSet) -> Option<u64> {
        self.set(operation, Place::Root, 1)
    }

    fn set(&mut self, set: &'a SelectionSet, place: Place, times: u64) -> Option<u64> {
        let mut sum = 0_u64;
        for item in &set.items {
            let work = match &item.node {
                Selection::Field(field) => match self.step(place, times, &field.node.name.node) {
                    Some((inside, times_inside)) => self
                        .set(&field.node.selection_set.node, inside, times_inside)?
                        .saturating_add(times),
                    None => 0,
                },
                Selection::InlineFragment(inline) => {
                    self.set(&inline.node.selection_set.node, place, times)?
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(&spread.node.fragment_name.node, place, times)?
                }
            };
            sum = sum.saturating_add(work);
            if sum > self.budget {
                return None;
            }
        }
        Some(sum)
    }

    fn fragment(&mut self, name: &'a Name, place: Place, times: u64) -> Option<u64> {
        let key = (name.as_str(), place, times);
        if let Some(work) = self.known.get(&key) {
            return Some(*work);
        }
        // An unknown fragment is the validator's to report.
        let set = self.fragments.get(name).copied();
        let work = match set {
            Some(set) => self.set(set, place, times)?,
            None => 0,
        };
        self.known.insert(key, work);
        Some(work)
    }

    /// What a field leads to, and how often that is there; nothing where it leads out of introspection.
    fn step(&self, place: Place, times: u64, field: &str) -> Option<(Place, u64)> {
        let sizes = self.sizes;
        let listed = |count: Count| match place {
            Place::AllTypes => count.all.saturating_add(BUILT_IN),
            Place::Root | Place::Schema | Place::AllFields | Place::Within => {
                times.saturating_mul(count.most)
            }
        };
        Some(match (place, field) {
            (Place::Root, "__schema") => (Place::Schema, 1),
            (Place::Root, "__type") => (Place::Within, 1),
            (Place::Root, _) => return None,
            (Place::Schema, "types") => (Place::AllTypes, sizes.types.saturating_add(BUILT_IN)),
            (Place::Schema, "directives") => (Place::Within, BUILT_IN),
            (Place::AllTypes, "fields") => (Place::AllFields, listed(sizes.fields)),
            (Place::AllFields, "args") => (Place::Within, sizes.arguments.all.saturating_add(BUILT_IN)),
            (_, "args") => (Place::Within, listed(sizes.arguments)),
            (_, "fields") => (Place::Within, listed(sizes.fields)),
            (_, "inputFields") => (Place::Within, listed(sizes.input_fields)),
            (_, "enumValues") => (Place::Within, listed(sizes.enum_values)),
            (_, "interfaces") => (Place::Within, listed(sizes.interfaces)),
            (Place::AllTypes, "possibleTypes") => (Place::Within, sizes.members()),
            (_, "possibleTypes") => (Place::Within, times.saturating_mul(sizes.types)),
            (Place::Schema | Place::AllTypes | Place::AllFields | Place::Within, _) => (Place::Within, times),
        })
    }
}
