//! The size of a document. Every fragment is looked at once, however often and from wherever it is spread.

use std::collections::{BTreeSet, HashMap};

use async_graphql::{
    Name, Positioned,
    parser::types::{
        Directive, ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
    },
};

use crate::graphql::{
    document::Sets,
    introspection::Work,
    limits::Limits,
    refusal::{Code, Refusal},
    types::TypeMap,
};

/// What an operation starts from.
#[derive(Debug)]
pub struct Roots {
    /// The fields, each once.
    pub names: Vec<Name>,
    /// How many there are, repetitions counted.
    pub count: u64,
}

/// Measures one document, and refuses it where it exceeds a limit.
#[derive(Debug)]
pub struct Measure<'a> {
    limits: &'a Limits,
    work: Work<'a>,
    order: Vec<&'a Name>,
    extents: HashMap<&'a Name, Extent>,
}

/// How far a selection set reaches, its fragments put in place.
#[derive(Debug, Clone, Default)]
struct Extent {
    /// Fields in all.
    fields: u64,
    /// Fields of the set itself.
    width: u64,
    /// Fields inside fields.
    depth: usize,
    /// The same below `__schema` and `__type`.
    introspection_depth: usize,
    /// Names of the set's own fields.
    names: BTreeSet<Name>,
}

impl Extent {
    fn take_in(&mut self, other: &Self) {
        self.fields = self.fields.saturating_add(other.fields);
        self.width = self.width.saturating_add(other.width);
        self.depth = self.depth.max(other.depth);
        self.introspection_depth = self.introspection_depth.max(other.introspection_depth);
        self.names.extend(other.names.iter().cloned());
    }
}

impl<'a> Measure<'a> {
    /// Counts what is written, and measures the fragments.
    pub fn of(
        document: &'a ExecutableDocument,
        limits: &'a Limits,
        types: &'a TypeMap,
        sets: &'a Sets<'a>,
    ) -> Result<Self, Refusal> {
        within("fragments", document.fragments.len(), limits.fragments)?;
        within("operations", document.operations.iter().len(), limits.operations)?;
        Count::of(document).check(limits)?;
        let mut measure = Self {
            limits,
            work: Work::new(types.sizes(), sets),
            order: Vec::with_capacity(sets.len()),
            extents: HashMap::with_capacity(sets.len()),
        };
        for name in sets.keys() {
            measure.fragment(name, sets, &mut Vec::new())?;
        }
        Ok(measure)
    }

    /// The fragments, each behind those that it spreads.
    pub fn order(&self) -> Vec<&'a Name> {
        self.order.clone()
    }

    /// Measures an operation.
    pub fn operation(&mut self, operation: &'a OperationDefinition) -> Result<Roots, Refusal> {
        let limits = self.limits;
        within(
            "variables",
            operation.variable_definitions.len(),
            limits.variables,
        )?;
        let set = &operation.selection_set.node;
        let extent = self.extent(set);
        within("nested fields", extent.depth, limits.depth)?;
        within(
            "nested fields",
            extent.introspection_depth,
            limits.introspection_depth,
        )?;
        if extent.fields > limits.expanded_fields {
            return Err(Refusal::too_much("fields", limits.expanded_fields));
        }
        if self.work.of(set).is_none() {
            return Err(Refusal::new(
                Code::QueryTooComplex,
                say!("the document asks too much of introspection"),
            ));
        }
        let (what, most) = match operation.ty {
            OperationType::Mutation
                if extent
                    .names
                    .iter()
                    .any(|name| is_one_of(&limits.sole_fields, name)) =>
            {
                ("mutations beside one that must stand alone", 1)
            }
            OperationType::Mutation => ("mutations", limits.mutations),
            OperationType::Query | OperationType::Subscription => ("root fields", limits.root_fields),
        };
        if extent.width > most {
            return Err(Refusal::too_much(what, most));
        }
        Ok(Roots {
            names: extent.names.into_iter().collect(),
            count: extent.width,
        })
    }

    /// Puts a fragment into the order behind those that it spreads.
    fn fragment(&mut self, name: &'a Name, sets: &Sets<'a>, open: &mut Vec<&'a Name>) -> Result<(), Refusal> {
        if self.extents.contains_key(name) {
            return Ok(());
        }
        // One that nobody defined is the validator's to report.
        let Some(set) = sets.get(name).copied() else {
            return Ok(());
        };
        if open.contains(&name) {
            let message = say!("the fragment {name} spreads itself", name = shorten(name));
            return Err(Refusal::new(Code::GraphqlValidationFailed, message));
        }
        open.push(name);
        for spread in spreads(set) {
            self.fragment(spread, sets, open)?;
        }
        open.pop();
        let extent = self.extent(set);
        self.extents.insert(name, extent);
        self.order.push(name);
        Ok(())
    }

    fn extent(&self, set: &SelectionSet) -> Extent {
        let mut whole = Extent::default();
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => whole.take_in(&self.field(&field.node)),
                Selection::InlineFragment(inline) => {
                    whole.take_in(&self.extent(&inline.node.selection_set.node));
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(extent) = self.extents.get(&spread.node.fragment_name.node) {
                        whole.take_in(extent);
                    }
                }
            }
        }
        whole
    }

    fn field(&self, field: &Field) -> Extent {
        let below = self.extent(&field.selection_set.node);
        let deepest = 1 + below.depth.max(below.introspection_depth);
        let (depth, introspection_depth) = if is_introspection(&field.name.node) {
            (0, deepest)
        } else {
            (deepest, 0)
        };
        Extent {
            fields: below.fields.saturating_add(1),
            width: 1,
            depth,
            introspection_depth,
            names: BTreeSet::from([field.name.node.clone()]),
        }
    }
}

/// Whether a root field asks about the schema.
pub fn is_introspection(field: &str) -> bool {
    field == "__schema" || field == "__type"
}

/// Whether `name` is among `names`.
pub fn is_one_of(names: &[String], name: &str) -> bool {
    names.iter().any(|own| own == name)
}

fn within(what: &'static str, found: usize, maximum: usize) -> Result<(), Refusal> {
    if found > maximum {
        return Err(Refusal::too_much(what, maximum));
    }
    Ok(())
}

fn shorten(name: &str) -> String {
    name.chars().take(64).collect()
}

fn spreads(set: &SelectionSet) -> Vec<&Name> {
    let mut found = Vec::new();
    let mut open = vec![set];
    while let Some(set) = open.pop() {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => open.push(&field.node.selection_set.node),
                Selection::InlineFragment(inline) => open.push(&inline.node.selection_set.node),
                Selection::FragmentSpread(spread) => found.push(&spread.node.fragment_name.node),
            }
        }
    }
    found
}

/// What is written in a document, nothing put in place of anything.
#[derive(Debug, Default)]
struct Count {
    selections: usize,
    aliases: usize,
    directives: usize,
}

impl Count {
    fn of(document: &ExecutableDocument) -> Self {
        let mut count = Self::default();
        for (_, operation) in document.operations.iter() {
            let operation = &operation.node;
            count.directives(&operation.directives);
            for variable in &operation.variable_definitions {
                count.directives(&variable.node.directives);
            }
            count.set(&operation.selection_set.node);
        }
        for fragment in document.fragments.values() {
            count.directives(&fragment.node.directives);
            count.set(&fragment.node.selection_set.node);
        }
        count
    }

    fn check(&self, limits: &Limits) -> Result<(), Refusal> {
        within("aliases", self.aliases, limits.aliases)?;
        within("directives", self.directives, limits.directives)?;
        within("selections", self.selections, limits.selections)
    }

    fn directives(&mut self, directives: &[Positioned<Directive>]) {
        self.directives += directives.len();
    }

    fn set(&mut self, set: &SelectionSet) {
        for item in &set.items {
            self.selections += 1;
            self.directives(item.node.directives());
            match &item.node {
                Selection::Field(field) => {
                    self.aliases += usize::from(field.node.alias.is_some());
                    self.set(&field.node.selection_set.node);
                }
                Selection::InlineFragment(inline) => self.set(&inline.node.selection_set.node),
                Selection::FragmentSpread(_) => {}
            }
        }
    }
}
