//! From the selections of a document to the terms of its cost.

use async_graphql::{
    Name,
    parser::types::{Field, Selection, SelectionSet},
};
use async_graphql_value::Value;

use super::{Bound, Fragments, PAGE, SEARCH, Term, Terms, Times, length};
use crate::graphql::types::{Class, FieldShape, TypeMap};

const OBJECT: u64 = 1;
const CONNECTION: u64 = 2;
const AGGREGATE: u64 = 10;
const GROUP: u64 = 25;

/// Turns selections into terms.
pub(super) struct Compiler<'a> {
    pub(super) fragments: &'a Fragments,
    pub(super) types: &'a TypeMap,
}

impl Compiler<'_> {
    /// Adds what a selection set on `parent` costs.
    pub(super) fn set(&self, set: &SelectionSet, parent: &Name, terms: &mut Terms) {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => self.field(&field.node, parent, terms),
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let parent = condition.map_or(parent, |condition| &condition.node.on.node);
                    self.set(&inline.node.selection_set.node, parent, terms);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(index) = self.fragments.index.get(&spread.node.fragment_name.node) {
                        terms.once.push(Term::Fragment(*index));
                        terms.each.push(Term::EachOfFragment(*index));
                    }
                }
            }
        }
    }

    fn field(&self, field: &Field, parent: &Name, terms: &mut Terms) {
        // What the schema does not have is the validator's to report, and introspection is free.
        let Some(shape) = self.types.field(parent, &field.name.node) else {
            return;
        };
        let is_in_connection = parent.ends_with("Connection");
        let is_edges = is_in_connection && field.name.node == "edges";
        let is_each = is_edges || is_in_connection && field.name.node == "nodes";
        let mut below = Terms::default();
        self.set(&field.selection_set.node, &shape.result, &mut below);
        let mut cost = if is_edges { Vec::new() } else { search(field) };
        match shape.class {
            Class::Leaf => {}
            Class::Connection => {
                cost.push(Term::Fixed(CONNECTION));
                cost.append(&mut below.once);
                cost.extend(multiply(pages(field), below.each));
            }
            Class::Object | Class::Aggregate | Class::Group => {
                let mut each = below.once;
                each.append(&mut below.each);
                if !is_edges {
                    each.push(Term::Fixed(own(shape.class)));
                }
                match repetition(field, shape) {
                    Some(times) => cost.extend(multiply(times, each)),
                    None => cost.append(&mut each),
                }
            }
        }
        let place = if is_each { &mut terms.each } else { &mut terms.once };
        place.extend(fold(cost));
    }
}

const fn own(class: Class) -> u64 {
    match class {
        Class::Leaf => 0,
        Class::Object => OBJECT,
        Class::Connection => CONNECTION,
        Class::Aggregate => AGGREGATE,
        Class::Group => GROUP,
    }
}

fn argument<'a>(field: &'a Field, name: &str) -> Option<&'a Value> {
    field.get_argument(name).map(|value| &value.node)
}

fn search(field: &Field) -> Vec<Term> {
    match argument(field, "search") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Variable(name)) => vec![Term::Search(name.clone())],
        Some(_) => vec![Term::Fixed(SEARCH)],
    }
}

/// How often the objects of a list are charged: as many as asked for by id, or as the page holds.
fn repetition(field: &Field, shape: &FieldShape) -> Option<Repetition> {
    if !shape.is_list {
        return None;
    }
    match argument(field, "ids") {
        Some(Value::List(items)) => Some(Repetition::Fixed(length(items.len()))),
        Some(Value::Variable(name)) => Some(Repetition::Open(Times::Length(name.clone()))),
        Some(_) | None if shape.is_paged => Some(pages(field)),
        Some(_) | None => None,
    }
}

enum Repetition {
    Fixed(u64),
    Open(Times),
}

fn pages(field: &Field) -> Repetition {
    let first = Bound::of(argument(field, "first"));
    let last = Bound::of(argument(field, "last"));
    match (&first, &last) {
        (Bound::Absent, Bound::Absent) => Repetition::Fixed(PAGE),
        (Bound::Fixed(size), Bound::Absent) | (Bound::Absent, Bound::Fixed(size)) => Repetition::Fixed(*size),
        (Bound::Fixed(one), Bound::Fixed(other)) => Repetition::Fixed(*one.max(other)),
        (Bound::Variable(_), _) | (_, Bound::Variable(_)) => Repetition::Open(Times::Page { first, last }),
    }
}

fn multiply(times: Repetition, terms: Vec<Term>) -> Vec<Term> {
    match times {
        Repetition::Fixed(times) => {
            if let Some(cost) = constant(&terms) {
                return vec![Term::Fixed(cost.saturating_mul(times))];
            }
            let first = Bound::Fixed(times);
            let last = Bound::Absent;
            vec![Term::Product(Times::Page { first, last }, terms)]
        }
        Repetition::Open(times) => vec![Term::Product(times, fold(terms))],
    }
}

/// Terms that are known now become one number, and nothing becomes nothing.
fn fold(terms: Vec<Term>) -> Vec<Term> {
    match constant(&terms) {
        Some(0) => Vec::new(),
        Some(cost) => vec![Term::Fixed(cost)],
        None => terms,
    }
}

fn constant(terms: &[Term]) -> Option<u64> {
    terms.iter().try_fold(0_u64, |sum, term| match term {
        Term::Fixed(cost) => Some(sum.saturating_add(*cost)),
        Term::Search(_) | Term::Fragment(_) | Term::EachOfFragment(_) | Term::Product(..) => None,
    })
}
