//! What a request costs: an object 1, a scalar nothing, a connection `2 + first × child`, an aggregate 10, a group 25,
//! a mutation 10 and what it answers with, a search 20 more. Introspection is free.
//!
//! A document is compiled to a plan once; each request then only puts its variables in.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned, Variables,
    parser::types::{ExecutableDocument, OperationDefinition, OperationType, VariableDefinition},
};
use async_graphql_value::{ConstValue, Value};

use self::compile::Compiler;
use crate::graphql::types::TypeMap;

mod compile;
#[cfg(test)]
mod tests;

const MUTATION: u64 = 10;
const SEARCH: u64 = 20;
const PAGE: u64 = 25;
const LARGEST_PAGE: u64 = 100;

/// The variables of one request, with the defaults of its operation behind them.
#[derive(Debug)]
pub struct Values<'a> {
    given: &'a Variables,
    definitions: &'a [Positioned<VariableDefinition>],
}

impl<'a> Values<'a> {
    /// What was given, and what was defined.
    pub const fn new(given: &'a Variables, definitions: &'a [Positioned<VariableDefinition>]) -> Self {
        Self { given, definitions }
    }

    /// The value of a variable, unless it has none or is null.
    fn value(&self, name: &Name) -> Option<&'a ConstValue> {
        let value = match self.given.get(name) {
            Some(value) => Some(value),
            None => self
                .definitions
                .iter()
                .find(|definition| definition.node.name.node == *name)
                .and_then(|definition| definition.node.default_value.as_ref())
                .map(|value| &value.node),
        };
        value.filter(|value| **value != ConstValue::Null)
    }
}

/// The cost of one operation, its variables still open.
#[derive(Debug)]
pub struct Plan {
    terms: Terms,
}

/// The costs of a document's fragments, each behind those that it spreads.
#[derive(Debug, Default)]
pub struct Fragments {
    index: HashMap<Name, usize>,
    terms: Vec<Terms>,
}

/// A sum. Where the parent is a connection, what hangs below `edges` and `nodes` is kept apart, since the connection
/// multiplies it.
#[derive(Debug, Default)]
struct Terms {
    once: Vec<Term>,
    each: Vec<Term>,
}

#[derive(Debug)]
enum Term {
    Fixed(u64),
    Search(Name),
    Fragment(usize),
    EachOfFragment(usize),
    Product(Times, Vec<Term>),
}

#[derive(Debug)]
enum Times {
    Page { first: Bound, last: Bound },
    Length(Name),
}

#[derive(Debug)]
enum Bound {
    Absent,
    Fixed(u64),
    Variable(Name),
}

impl Plan {
    /// The plan of an operation that starts from `roots` fields, of the document that `fragments` belong to.
    pub fn new(operation: &OperationDefinition, roots: u64, fragments: &Fragments, types: &TypeMap) -> Self {
        let compiler = Compiler { fragments, types };
        let mut terms = Terms::default();
        if let Some(root) = types.root(operation.ty) {
            compiler.set(&operation.selection_set.node, root, &mut terms);
            if operation.ty == OperationType::Mutation {
                terms.once.push(Term::Fixed(roots.saturating_mul(MUTATION)));
            }
        }
        Self { terms }
    }

    /// What it costs with these variables.
    pub fn sum(&self, fragments: &Fragments, values: &Values<'_>) -> u64 {
        let mut known: Vec<(u64, u64)> = Vec::with_capacity(fragments.terms.len());
        for terms in &fragments.terms {
            let costs = (
                total(&terms.once, &known, values),
                total(&terms.each, &known, values),
            );
            known.push(costs);
        }
        // At the root nothing is a connection's edge.
        total(&self.terms.once, &known, values).saturating_add(total(&self.terms.each, &known, values))
    }
}

impl Fragments {
    /// The costs of the fragments named in `order`.
    pub fn new(document: &ExecutableDocument, order: &[&Name], types: &TypeMap) -> Self {
        let mut fragments = Self::default();
        for name in order {
            let Some(fragment) = document.fragments.get(*name) else {
                continue;
            };
            let mut terms = Terms::default();
            let compiler = Compiler {
                fragments: &fragments,
                types,
            };
            let parent = &fragment.node.type_condition.node.on.node;
            compiler.set(&fragment.node.selection_set.node, parent, &mut terms);
            fragments.index.insert((*name).clone(), fragments.terms.len());
            fragments.terms.push(terms);
        }
        fragments
    }
}

fn total(terms: &[Term], fragments: &[(u64, u64)], values: &Values<'_>) -> u64 {
    terms
        .iter()
        .map(|term| match term {
            Term::Fixed(cost) => *cost,
            Term::Search(variable) => values.value(variable).map_or(0, |_| SEARCH),
            Term::Fragment(index) => fragments.get(*index).map_or(0, |costs| costs.0),
            Term::EachOfFragment(index) => fragments.get(*index).map_or(0, |costs| costs.1),
            Term::Product(times, inner) => {
                total(inner, fragments, values).saturating_mul(times.number(values))
            }
        })
        .fold(0, u64::saturating_add)
}

impl Times {
    fn number(&self, values: &Values<'_>) -> u64 {
        match self {
            Self::Page { first, last } => match (first.number(values), last.number(values)) {
                (None, None) => PAGE,
                (first, last) => first.max(last).unwrap_or(PAGE),
            },
            Self::Length(variable) => match values.value(variable) {
                Some(ConstValue::List(items)) => length(items.len()),
                Some(_) => 1,
                None => 0,
            },
        }
    }
}

impl Bound {
    fn of(value: Option<&Value>) -> Self {
        match value {
            None | Some(Value::Null) => Self::Absent,
            Some(Value::Variable(name)) => Self::Variable(name.clone()),
            Some(Value::Number(number)) => Self::Fixed(page(number.as_i64())),
            Some(_) => Self::Fixed(LARGEST_PAGE),
        }
    }

    fn number(&self, values: &Values<'_>) -> Option<u64> {
        match self {
            Self::Absent => None,
            Self::Fixed(number) => Some(*number),
            Self::Variable(name) => values.value(name).map(|value| match value {
                ConstValue::Number(number) => page(number.as_i64()),
                _ => LARGEST_PAGE,
            }),
        }
    }
}

/// A page of a size that will be refused costs as much as the nearest that is not.
fn page(size: Option<i64>) -> u64 {
    match size.map(u64::try_from) {
        None => LARGEST_PAGE,
        Some(Err(_)) => 0,
        Some(Ok(size)) => size.min(LARGEST_PAGE),
    }
}

fn length(items: usize) -> u64 {
    u64::try_from(items).unwrap_or(u64::MAX)
}
