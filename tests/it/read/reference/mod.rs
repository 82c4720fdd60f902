//! A reference interpreter: plain, slow, and to be seen right by reading. It answers a document for one caller from rows in
//! memory, over the declarations that the engine compiles to SQL, and shares nothing else with the engine. Who sees and
//! changes what is written out in [`visible`] and [`own`], not taken from the policy table.

mod filter;
mod order;
mod own;
mod page;
mod root;
mod select;
mod shape;
mod totals;
mod visible;

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
};

use api::{
    kernel::actor::Actor,
    read::{Field, Resource, catalog},
};
use async_graphql::{
    Name,
    parser::types::{ExecutableDocument, OperationDefinition},
};
use async_graphql_value::ConstValue;
use chrono::{DateTime, Utc};
use serde_json::Value as Json;
use uuid::Uuid;

use super::world::{Record, World};

pub(super) use totals::group_word;

/// What an answer must be.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// Null, a scalar or a word.
    Leaf(Json),
    /// Keys in their order.
    Object(Vec<(String, Answer)>),
    /// Items in their order.
    List(Vec<Answer>),
    /// Some opaque text that marks this place.
    Cursor(Place),
}

impl Answer {
    /// The answer as one reads it in a report.
    pub(super) fn told(&self) -> Json {
        match self {
            Answer::Leaf(value) => value.clone(),
            Answer::Object(fields) => {
                let fields = fields.iter().map(|(key, value)| (key.clone(), value.told()));
                Json::Object(fields.collect())
            }
            Answer::List(items) => items.iter().map(Answer::told).collect(),
            Answer::Cursor(place) => Json::String(format!("the cursor of {}", place.row)),
        }
    }

    /// Whether a list in it has an item.
    pub(super) fn lists_some(&self) -> bool {
        match self {
            Answer::Leaf(_) | Answer::Cursor(_) => false,
            Answer::Object(fields) => fields.iter().any(|(_, value)| value.lists_some()),
            Answer::List(items) => !items.is_empty(),
        }
    }
}

/// A place in a list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    /// The row that stands there.
    pub(super) row: Uuid,
    /// What the list is of, how it is ordered and what it is filtered by.
    pub(super) list: String,
    /// The variable that the list takes `after` from.
    pub(super) after: Option<String>,
    /// The variable that the list takes `before` from.
    pub(super) before: Option<String>,
}

/// What the caller must be told: the data, and the errors' codes with their paths.
#[derive(Debug)]
pub(super) struct Expected {
    pub(super) data: Answer,
    pub(super) errors: BTreeSet<(String, String)>,
}

/// Why a field is null: the code of its error.
type Refused = &'static str;

const FORBIDDEN: Refused = "FORBIDDEN";
const BAD_USER_INPUT: Refused = "BAD_USER_INPUT";
const INVALID_CURSOR: Refused = "INVALID_CURSOR";

/// One document being answered.
pub(super) struct Reference<'r> {
    /// All rows.
    pub(super) world: &'r World,
    /// Who asks.
    pub(super) actor: &'r Actor,
    /// When.
    pub(super) now: DateTime<Utc>,
    /// The document.
    pub(super) document: &'r ExecutableDocument,
    /// Its operation.
    pub(super) operation: &'r OperationDefinition,
    /// Its variables, as far as they were given.
    pub(super) variables: &'r HashMap<Name, ConstValue>,
    /// Cursors of earlier answers, and the places they mark.
    pub(super) cursors: &'r HashMap<String, Place>,
    /// What was refused so far.
    pub(super) errors: RefCell<BTreeSet<(String, String)>>,
}

impl<'r> Reference<'r> {
    fn refuse(&self, path: &str, code: Refused) -> Answer {
        self.errors
            .borrow_mut()
            .insert((code.to_owned(), path.to_owned()));
        null()
    }

    /// The rows of a resource that the caller sees, archived ones included.
    fn seen(&self, resource: &'static Resource) -> Vec<&'r Record> {
        let rows = self.world.rows(resource.table()).iter();
        rows.filter(|row| self.sees(resource.kind, row)).collect()
    }

    /// Refuses a field that the caller has no right to.
    fn allow(&self, field: &Field) -> Result<(), Refused> {
        match field.right {
            Some(right) if !self.holds_right(right) => Err(FORBIDDEN),
            _ => Ok(()),
        }
    }
}

fn null() -> Answer {
    Answer::Leaf(Json::Null)
}

fn leaf(value: impl Into<Json>) -> Answer {
    Answer::Leaf(value.into())
}

/// The declaration of this type.
fn named(name: &str) -> &'static Resource {
    catalog().named(name).expect("a declared type")
}

/// Whether a record is out of sight.
fn is_archived(row: &Record) -> bool {
    row.0.get("archived_at").is_some_and(|cell| !cell.is_null())
}
