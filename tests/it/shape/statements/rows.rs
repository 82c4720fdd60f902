//! Rows in bulk for every list, made up from the declarations and from what the database knows of its tables.

use std::collections::{BTreeMap, BTreeSet};

use api::read::{Link, Resource, Shape, catalog};
use entity::value::Kind;
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, TransactionTrait, Value};
use tests::{App, Person};
use uuid::Uuid;

use super::values::{is_own, nothing, something};
use crate::shape::tables::{Column, Table, tables};

/// So many rows are many.
pub(super) const MANY: usize = 50;

/// What records of any kind name.
const SUBJECT: Kind = Kind::Client;

/// Fills every list with many rows.
pub(super) async fn fill(app: &App, owner: &Person<'_>) {
    let tables = tables(&app.database).await;
    let mut rows = Rows {
        app,
        agency: owner.actor.agency_id.uuid(),
        transaction: app.database.db.write.begin().await.expect("a transaction"),
        tables: &tables,
        ids: BTreeMap::new(),
        under_way: vec![],
    };
    rows.make(SUBJECT.table()).await;
    for table in listed() {
        rows.make(table).await;
    }
    rows.transaction.commit().await.expect("a commit");
}

/// The tables that lists are read from.
fn listed() -> BTreeSet<&'static str> {
    let tables = catalog().all().iter().flat_map(|resource| {
        let between = resource.fields.iter().filter_map(|field| match field.shape {
            Shape::Many {
                link: Link::Through { table, .. },
                ..
            } => Some(table),
            _ => None,
        });
        between.chain([resource.table()])
    });
    tables.collect()
}

/// The declaration of a table's records, if there is one.
pub(in crate::shape) fn resource(table: &str) -> Option<&'static Resource> {
    catalog().all().iter().find(|resource| resource.table() == table)
}

/// Rows on their way into their tables.
struct Rows<'a> {
    app: &'a App,
    agency: Uuid,
    transaction: DatabaseTransaction,
    tables: &'a BTreeMap<String, Table>,
    /// The ids of the rows that were made, by table.
    ids: BTreeMap<&'a str, Vec<Uuid>>,
    /// Tables whose rows wait for those they refer to.
    under_way: Vec<&'a str>,
}

impl<'a> Rows<'a> {
    /// Makes many rows of a table, after those they refer to. References that no two rows may share are varied one at a time,
    /// so that each of the others has many rows.
    async fn make(&mut self, name: &'a str) {
        if self.ids.contains_key(name) {
            return;
        }
        assert!(
            !self.under_way.contains(&name),
            "rows of {name} wait for themselves"
        );
        self.under_way.push(name);
        let table = &self.tables[name];
        let mut references = BTreeMap::new();
        for column in &table.columns {
            if let Some(to) = self.target(name, column) {
                Box::pin(self.make(to)).await;
                references.insert(column.name.as_str(), to);
            }
        }
        self.under_way.pop();
        let columns = table.columns.iter().map(|column| column.name.as_str());
        let own: Vec<&str> = columns
            .filter(|column| self.is_of_its_own(name, column))
            .collect();
        let alone = alone(name, table, &references);
        let batches = if alone.is_empty() { vec![""] } else { alone };
        for (at, varied) in batches.into_iter().enumerate() {
            // The first row is the first of each batch, and what the others of its table refer to.
            for number in at.min(1)..MANY + usize::from(varied.is_empty() && !own.is_empty()) {
                let ids = references.iter().map(|(column, to)| {
                    let which = if *column == varied { number } else { 0 };
                    (*column, self.ids[to][which])
                });
                let first = self.ids.get(name).and_then(|ids| ids.first().copied());
                let ids = ids
                    .chain(own.iter().filter_map(|column| Some((*column, first?))))
                    .collect();
                let id = self.insert(name, &ids).await;
                self.ids.entry(name).or_default().push(id);
            }
        }
    }

    /// The table that a column refers to. What may be missing is, where rows would wait for each other in a circle, or where
    /// only some of the rows may have it.
    fn target(&self, name: &str, column: &Column) -> Option<&'a str> {
        let to = refers(self.tables, name, &column.name)?;
        let is_rare = self.tables[name].indexes.iter().any(|index| {
            let own = index.columns.iter().filter(|other| *other != "agency_id");
            index.is_partial && own.eq([&column.name])
        });
        let is_circle = || self.needs(to).iter().any(|table| self.under_way.contains(table));
        let is_left_out = column.is_null && (is_rare || is_circle());
        (!is_left_out).then_some(to)
    }

    /// Whether a column may refer to another row of its own table.
    fn is_of_its_own(&self, name: &str, column: &str) -> bool {
        let table = &self.tables[name];
        let is_unique = table
            .indexes
            .iter()
            .any(|index| index.is_unique && index.columns.last().is_some_and(|last| last == column));
        refers(self.tables, name, column) == Some(name) && !is_unique
    }

    /// The tables without whose rows there is none of this one.
    fn needs(&self, name: &'a str) -> Vec<&'a str> {
        let mut all = vec![name];
        let mut place = 0;
        while let Some(table) = all.get(place).copied() {
            let needed = self.tables[table].columns.iter().filter(|column| !column.is_null);
            for to in needed.filter_map(|column| refers(self.tables, table, &column.name)) {
                if !all.contains(&to) {
                    all.push(to);
                }
            }
            place += 1;
        }
        all
    }

    async fn insert(&self, name: &str, references: &BTreeMap<&str, Uuid>) -> Uuid {
        let id = self.app.world.uuid();
        let number = self.ids.get(name).map_or(0, Vec::len);
        let subject = subject(name);
        // SQLite counts searched rows by itself.
        let columns = self.tables[name]
            .columns
            .iter()
            .filter(|column| column.name != "search_row");
        let columns: Vec<&Column> = columns.collect();
        let values = columns.iter().map(|column| -> Value {
            let name_of = column.name.as_str();
            match (name_of, references.get(name_of)) {
                ("id", _) => id.into(),
                ("agency_id", _) => self.agency.into(),
                ("archived_at", _) => nothing(column),
                (_, Some(reference)) => (*reference).into(),
                _ if subject.is_some_and(|(kind, _)| kind == name_of) => SUBJECT.name().into(),
                _ if subject.is_some_and(|(_, id)| id == name_of) => {
                    self.ids[SUBJECT.table()][number % MANY].into()
                }
                _ if refers(self.tables, name, name_of).is_some() => nothing(column),
                _ => something(resource(name), column, number),
            }
        });
        let values: Vec<Value> = values.collect();
        let names: Vec<_> = columns
            .iter()
            .map(|column| format!("\"{}\"", column.name))
            .collect();
        let places: Vec<_> = (1..=values.len()).map(|place| format!("${place}")).collect();
        let sql = format!(
            "INSERT INTO {name} ({}) VALUES ({})",
            names.join(", "),
            places.join(", ")
        );
        let statement = Statement::from_sql_and_values(self.app.database.db.backend, sql, values);
        let made = self.transaction.execute_raw(statement).await;
        made.unwrap_or_else(|error| panic!("a row of {name}: {error}"));
        id
    }
}

/// The table that a column refers to, by a foreign key or by the declaration.
pub(in crate::shape) fn refers<'a>(
    tables: &'a BTreeMap<String, Table>,
    name: &str,
    column: &str,
) -> Option<&'a str> {
    if ["id", "agency_id"].contains(&column) {
        return None;
    }
    let keys = tables[name].keys.iter();
    let by_key = keys.filter(|key| key.columns.last().is_some_and(|last| last == column));
    let by_key = by_key.map(|key| key.table.as_str()).next();
    by_key.or_else(|| {
        resource(name)?
            .fields
            .iter()
            .find_map(|field| match &field.shape {
                Shape::One { to, key } if *key == column => Some(catalog().named(to)?.table()),
                _ => None,
            })
    })
}

/// The columns that name a record of any kind.
pub(in crate::shape) fn subject(name: &str) -> Option<(&'static str, &'static str)> {
    resource(name)?.fields.iter().find_map(|field| match field.shape {
        Shape::AnyNode { kind, id } => Some((kind, id)),
        _ => None,
    })
}

/// The references that make a row the only one of its kind, where nothing else of it does.
pub(in crate::shape) fn alone<'t>(
    name: &str,
    table: &'t Table,
    references: &BTreeMap<&str, &str>,
) -> Vec<&'t str> {
    let mut alone = vec![];
    for index in table
        .indexes
        .iter()
        .filter(|index| index.is_unique && !index.is_partial)
    {
        let columns = index.columns.iter().map(String::as_str);
        let differs = |column: &str| column == "id" || is_own(resource(name), table.column(column));
        if !columns
            .clone()
            .any(|column| !references.contains_key(column) && differs(column))
        {
            alone.extend(columns.filter(|column| references.contains_key(column)));
        }
    }
    alone
}
