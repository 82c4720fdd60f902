//! The rows that questions are asked about: kept in memory, and written into the database under test.

mod made;
mod schema;
mod values;
mod written;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value as Json;
use uuid::Uuid;

pub(super) use made::made;
pub(super) use values::WORDS;
pub(super) use written::write;

/// Columns that a record is found by.
pub(super) const FOUND_BY: [&str; 12] = [
    "name",
    "title",
    "legal_name",
    "code",
    "email",
    "phone",
    "job_title",
    "sector",
    "summary",
    "text",
    "statement",
    "description",
];

/// The value in a column. Missing ones come before all others.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Null,
    Id(Uuid),
    Text(String),
    Int(i64),
    Bool(bool),
    Date(NaiveDate),
    Instant(DateTime<Utc>),
    Json(Json),
    Bytes(Vec<u8>),
}

impl Cell {
    pub(super) fn is_null(&self) -> bool {
        *self == Cell::Null
    }

    pub(super) fn id(&self) -> Option<Uuid> {
        match self {
            Cell::Id(id) => Some(*id),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn int(&self) -> Option<i64> {
        match self {
            Cell::Int(number) => Some(*number),
            _ => None,
        }
    }
}

/// A row: its columns by name.
#[derive(Clone, Debug)]
pub(super) struct Record(pub(super) BTreeMap<&'static str, Cell>);

impl Record {
    /// The value in a column that the table has.
    #[track_caller]
    pub(super) fn cell(&self, column: &str) -> &Cell {
        self.0.get(column).unwrap_or_else(|| panic!("no column {column}"))
    }

    pub(super) fn id(&self) -> Uuid {
        self.cell("id").id().expect("an id")
    }

    pub(super) fn is(&self, column: &str, word: &str) -> bool {
        self.cell(column).text() == Some(word)
    }

    fn set(&mut self, column: &'static str, cell: Cell) {
        self.0.insert(column, cell);
    }

    /// Whether the column points to this row.
    pub(super) fn points(&self, column: &str, to: Uuid) -> bool {
        self.cell(column).id() == Some(to)
    }
}

/// All rows of all tables.
#[derive(Debug, Default)]
pub(super) struct World {
    tables: Vec<schema::Table>,
    rows: HashMap<&'static str, Vec<Record>>,
    places: HashMap<(&'static str, Uuid), usize>,
}

impl World {
    /// The rows of a table, in the order they were made.
    pub(super) fn rows(&self, table: &str) -> &[Record] {
        self.rows.get(table).map_or(&[], Vec::as_slice)
    }

    /// The row with this id.
    pub(super) fn find(&self, table: &'static str, id: Uuid) -> Option<&Record> {
        self.places.get(&(table, id)).map(|at| &self.rows[table][*at])
    }

    fn push(&mut self, table: &'static str, row: Record) {
        let rows = self.rows.entry(table).or_default();
        self.places.insert((table, row.id()), rows.len());
        rows.push(row);
    }

    fn change(&mut self, table: &'static str, at: usize, column: &'static str, to: Cell) {
        if let Some(row) = self.rows.get_mut(table).and_then(|rows| rows.get_mut(at)) {
            row.set(column, to);
        }
    }
}
