//! Records that no maker makes: rows straight in their tables, tied to the other records of the world.

use std::collections::BTreeMap;

use api::read::{Resource, Scalar, Shape};
use entity::value::Kind;
use sea_orm::{ConnectionTrait as _, Statement, Value};
use serde_json::json;
use uuid::Uuid;

use super::World;
use crate::shape::{
    statements::{
        rows::{alone, refers, resource, subject},
        values::{nothing, something, words},
    },
    tables::{Column, Holds, Table, tables},
};

/// A row on its way into its table.
struct Row<'w> {
    world: &'w World<'w>,
    kind: Kind,
    id: Uuid,
    number: usize,
    tables: &'w BTreeMap<String, Table>,
    resource: Option<&'static Resource>,
}

impl World<'_> {
    /// Lays a row of this kind, and gives its id. All after the first differ in what no two rows may share.
    pub(super) async fn lay(&self, kind: Kind, is_first: bool) -> String {
        let tables = tables(&self.server.database).await;
        let row = Row {
            world: self,
            kind,
            id: self.server.app.world.uuid(),
            number: self.number(),
            tables: &tables,
            resource: resource(kind.table()),
        };
        row.insert(is_first).await;
        kind.show(row.id)
    }

    /// Writes a value into a row, past all rules.
    pub(in crate::shape) async fn set(&self, kind: Kind, id: &str, column: &str, value: impl Into<Value>) {
        let db = &self.server.database.db;
        let sql = format!("UPDATE {} SET {column} = $1 WHERE id = $2", kind.table());
        let values = [value.into(), kind.read(id).expect("an id of the kind").into()];
        let statement = Statement::from_sql_and_values(db.backend, sql, values);
        db.write
            .execute_raw(statement)
            .await
            .expect("the value is written");
    }
}

impl Row<'_> {
    async fn insert(&self, is_first: bool) {
        let table = &self.tables[self.kind.table()];
        let references = self.references(table);
        let names = references.iter().map(|(column, kind)| (*column, kind.table()));
        let alone = alone(self.kind.table(), table, &names.collect());
        let varied = alone.last().copied().filter(|_| !is_first);
        let mut ids = BTreeMap::new();
        for (column, kind) in references {
            let id = if varied == Some(column) {
                Box::pin(self.world.fresh(kind)).await
            } else {
                Box::pin(self.world.id(kind)).await
            };
            ids.insert(column, kind.read(&id).expect("an id of the kind"));
        }
        let project = Kind::Project.read(&Box::pin(self.world.id(Kind::Project)).await);
        let project = project.expect("the id of a project");
        // SQLite counts searched rows by itself.
        let columns = table.columns.iter().filter(|column| column.name != "search_row");
        let (names, values): (Vec<_>, Vec<_>) = columns
            .map(|column| (format!("\"{}\"", column.name), self.value(column, &ids, project)))
            .unzip();
        let places: Vec<_> = (1..=values.len()).map(|place| format!("${place}")).collect();
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({})",
            self.kind.table(),
            names.join(", "),
            places.join(", ")
        );
        let db = &self.world.server.database.db;
        let statement = Statement::from_sql_and_values(db.backend, sql, values);
        let made = db.write.execute_raw(statement).await;
        made.unwrap_or_else(|error| panic!("a row of {}: {error}", self.kind.table()));
    }

    /// The columns that refer to other records, and their kinds. What may be missing is, where it refers to a kind that is declared
    /// later: those refer back.
    fn references<'t>(&self, table: &'t Table) -> BTreeMap<&'t str, Kind> {
        let kinds = table.columns.iter().filter_map(|column| {
            let to = refers(self.tables, self.kind.table(), &column.name)?;
            let kind = Kind::ALL.iter().copied().find(|kind| kind.table() == to)?;
            (kind < self.kind || !column.is_null).then_some((column.name.as_str(), kind))
        });
        kinds.collect()
    }

    fn value(&self, column: &Column, references: &BTreeMap<&str, Uuid>, project: Uuid) -> Value {
        let name = column.name.as_str();
        let subject = subject(self.kind.table());
        match (name, references.get(name)) {
            ("id", _) => self.id.into(),
            ("agency_id", _) => self.world.agency().into(),
            ("version", _) => 1.into(),
            ("archived_at", _) => nothing(column),
            ("custom_fields", _) => json!({}).into(),
            (_, Some(reference)) => (*reference).into(),
            _ if subject.is_some_and(|(kind, _)| kind == name) => Kind::Project.name().into(),
            _ if subject.is_some_and(|(_, id)| id == name) => project.into(),
            _ if refers(self.tables, self.kind.table(), name).is_some() => nothing(column),
            _ => match (words(self.resource, name), column.holds) {
                (Some([first, ..]), _) => first.name.into(),
                (_, Holds::Text) if self.is_text(name) => {
                    format!("{} {}", self.world.mark_of(self.kind), self.number).into()
                }
                (_, Holds::Bytes) => self.id.as_bytes().to_vec().into(),
                _ => something(self.resource, column, self.number),
            },
        }
    }

    /// Whether a column holds a text that somebody wrote.
    fn is_text(&self, column: &str) -> bool {
        let is_shown_as_text = |resource: &Resource| {
            let fields = resource.fields.iter();
            fields
                .filter_map(|field| match &field.shape {
                    Shape::Column(shown, scalar) if *shown == column => Some(*scalar == Scalar::Text),
                    Shape::Money(_, currency) | Shape::Price(_, currency) if *currency == column => {
                        Some(false)
                    }
                    _ => None,
                })
                .all(|is_text| is_text)
        };
        self.resource.is_none_or(is_shown_as_text)
    }
}
