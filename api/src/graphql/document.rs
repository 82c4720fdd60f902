//! Documents: read once, measured without following a fragment twice, and kept for the next caller.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{
    Name,
    parser::{
        self, parse_query,
        types::{ExecutableDocument, OperationDefinition, OperationType},
    },
};
use moka::sync::Cache;
use sha2::{Digest, Sha256};

use crate::graphql::{
    cost::{self, Plan},
    limits::Limits,
    measure::{self, Measure},
    refusal::{Code, Refusal},
    scan::scan,
    types::TypeMap,
};
use crate::kernel::message::Message;

/// SHA-256 of a document's text.
pub type Hash = [u8; 32];

/// A document that is within the limits, and what is known of it.
#[derive(Debug)]
pub struct Document {
    /// What the parser made of it.
    pub executable: ExecutableDocument,
    /// Its text, hashed.
    pub hash: Hash,
    operations: Vec<Operation>,
    fragments: cost::Fragments,
    weight: u32,
}

/// One operation of a document.
#[derive(Debug)]
pub struct Operation {
    /// Its name, unless it is the only one and has none.
    pub name: Option<Name>,
    /// Whether it reads, writes or subscribes.
    pub kind: OperationType,
    /// The fields it starts from, each once.
    pub root_fields: Vec<Name>,
    /// How many fields it starts from, repetitions counted.
    pub root_count: u64,
    cost: Plan,
}

impl Document {
    /// The operation that is meant: the only one, or the one of that name.
    pub fn pick(&self, name: Option<&str>) -> Result<&Operation, Refusal> {
        let found = match name {
            Some(name) => self
                .operations
                .iter()
                .find(|operation| operation.name.as_ref().is_some_and(|own| own == name)),
            None if self.operations.len() > 1 => {
                return Err(Refusal::new(
                    Code::BadRequest,
                    say!("the document has several operations: operationName must name one"),
                ));
            }
            None => self.operations.first(),
        };
        found.ok_or_else(|| {
            Refusal::new(
                Code::BadRequest,
                say!("the document has no operation of that name"),
            )
        })
    }

    /// The definition of one of its operations.
    pub fn definition(&self, operation: &Operation) -> Option<&OperationDefinition> {
        self.executable
            .operations
            .iter()
            .find(|(name, _)| *name == operation.name.as_ref())
            .map(|(_, definition)| &definition.node)
    }

    /// What the operation costs with these variables.
    pub fn cost(&self, operation: &Operation, variables: &cost::Values<'_>) -> u64 {
        operation.cost.sum(&self.fragments, variables)
    }
}

/// Reads documents and keeps those that proved good.
#[derive(Debug)]
pub struct Documents {
    limits: Limits,
    types: Arc<TypeMap>,
    kept: Cache<Hash, Arc<Document>>,
}

impl Documents {
    /// A reader of documents against this schema.
    pub fn new(limits: Limits, types: Arc<TypeMap>) -> Self {
        let kept = Cache::builder()
            .weigher(|_, document: &Arc<Document>| document.weight)
            .max_capacity(limits.cache_bytes)
            .build();
        Self { limits, types, kept }
    }

    /// The document of this text, checked against the limits.
    ///
    /// # Errors
    ///
    /// Fails when the text is no document or asks for too much.
    pub fn read(&self, text: &str) -> Result<Arc<Document>, Refusal> {
        if text.len() > self.limits.text_bytes {
            return Err(Refusal::too_much("bytes", self.limits.text_bytes));
        }
        let hash: Hash = Sha256::digest(text).into();
        match self.kept.get(&hash) {
            Some(document) => Ok(document),
            None => self.parse(text, hash).map(Arc::new),
        }
    }

    /// Keeps a document that was executed, so that its next caller finds it parsed. Documents that the schema refuses
    /// are not kept: they would push out those that are in use.
    pub fn keep(&self, document: &Arc<Document>) {
        if !self.kept.contains_key(&document.hash) {
            self.kept.insert(document.hash, Arc::clone(document));
        }
    }

    /// How many documents are kept.
    pub fn kept(&self) -> u64 {
        self.kept.run_pending_tasks();
        self.kept.entry_count()
    }

    fn parse(&self, text: &str, hash: Hash) -> Result<Document, Refusal> {
        let scanned = scan(text, &self.limits)?;
        let executable = parse_query(text).map_err(|error| parse_failure(&error))?;
        let sets = executable
            .fragments
            .iter()
            .map(|(name, fragment)| (name, &fragment.node.selection_set.node))
            .collect();
        let mut measure = Measure::of(&executable, &self.limits, &self.types, &sets)?;
        let order = measure.order();
        let fragments = cost::Fragments::new(&executable, &order, &self.types);
        let operations = executable
            .operations
            .iter()
            .map(|(name, definition)| {
                let definition = &definition.node;
                let measure::Roots { names, count } = measure.operation(definition)?;
                Ok(Operation {
                    name: name.cloned(),
                    kind: definition.ty,
                    root_fields: names,
                    root_count: count,
                    cost: Plan::new(definition, count, &fragments, &self.types),
                })
            })
            .collect::<Result<_, Refusal>>()?;
        let weight = text.len() + scanned.tokens * BYTES_A_TOKEN;
        Ok(Document {
            operations,
            fragments,
            executable,
            hash,
            weight: u32::try_from(weight).unwrap_or(u32::MAX),
        })
    }
}

/// What a parsed token takes in memory, the shortest ones with the largest nodes.
const BYTES_A_TOKEN: usize = 256;

/// The parser's message repeats the whole line of the document; what it expected is enough.
fn parse_failure(error: &parser::Error) -> Refusal {
    let text = error.to_string();
    let expected = match error {
        parser::Error::Syntax { .. } => text.rsplit("= ").next().unwrap_or("syntax error"),
        _ => text.as_str(),
    };
    let message: String = expected.chars().take(200).collect();
    let mut refusal = Refusal::new(Code::GraphqlParseFailed, Message::foreign(message));
    refusal.locations = error.positions().collect();
    refusal
}

/// The fragments' selection sets by name.
pub type Sets<'a> = HashMap<&'a Name, &'a async_graphql::parser::types::SelectionSet>;

#[cfg(test)]
mod tests;
