//! Rows in bulk: a record of every kind is made through the API, and then copied in its table.

use std::collections::{BTreeMap, BTreeSet};

use api::read::{Link, Shape, catalog};
use entity::{membership::Role, value::Kind};
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, TransactionTrait, Value};
use serde_json::{Value as Json, json};
use tests::{App, Person};
use uuid::Uuid;

use crate::shape::tables::{Table, tables};

/// So many rows are many.
pub(super) const MANY: usize = 50;

/// How far the number in a copy is from the one it was copied from.
const STEP: i64 = 1_000;

/// Fills every list with many rows.
pub(super) async fn fill(app: &App, owner: &Person<'_>) {
    one_of_each(app, owner).await;
    let tables = tables(&app.database).await;
    let transaction = app.database.db.write.begin().await.expect("a transaction");
    let mut copier = Copier {
        app,
        agency: owner.actor.agency_id.uuid(),
        transaction,
        tables: &tables,
        copies: BTreeMap::new(),
    };
    for table in listed() {
        copier.copy(table).await;
    }
    copier.transaction.commit().await.expect("a commit");
}

/// The tables that lists are read from.
fn listed() -> BTreeSet<&'static str> {
    let mut listed = BTreeSet::new();
    for resource in catalog().all().iter().filter(|resource| resource.roots.is_some()) {
        listed.insert(resource.table());
        for field in &resource.fields {
            if let Shape::Many {
                link: Link::Through { table, .. },
                ..
            } = &field.shape
            {
                listed.insert(table);
            }
        }
    }
    listed
}

/// Copies rows within their tables.
struct Copier<'a> {
    app: &'a App,
    agency: Uuid,
    transaction: DatabaseTransaction,
    tables: &'a BTreeMap<String, Table>,
    copies: BTreeMap<String, Vec<Uuid>>,
}

/// What a copy has in a column in place of what the original has.
#[derive(Clone)]
enum Instead {
    /// Another reference, one of these.
    Reference(Vec<Uuid>),
    /// Another number.
    Number,
    /// Another text.
    Text,
    /// The name of a kind of record.
    Kind(&'static str),
}

impl Copier<'_> {
    /// Copies the first row of a table. References that no two rows may share are varied one at a time, so that there are
    /// many rows for each of the others.
    async fn copy(&mut self, name: &str) {
        if self.copies.contains_key(name) {
            return;
        }
        self.copies.insert(name.to_owned(), vec![]);
        let table = &self.tables[name];
        let (mut always, mut in_turn) = (self.subjects(name).await, vec![]);
        for column in alone(table) {
            match (reference(table, column), table.kind_of(column)) {
                (Some(to), _) => {
                    Box::pin(self.copy(to)).await;
                    in_turn.push((column.to_owned(), Instead::Reference(self.copies[to].clone())));
                }
                (None, "integer" | "bigint") => always.push((column.to_owned(), Instead::Number)),
                (None, _) => always.push((column.to_owned(), Instead::Text)),
            }
        }
        let original = self.original(name).await;
        let batches = if in_turn.is_empty() {
            vec![None]
        } else {
            in_turn.into_iter().map(Some).collect()
        };
        for batch in batches {
            let changes: Vec<_> = always.iter().cloned().chain(batch).collect();
            for number in 0..MANY {
                let id = self.insert(name, original, &changes, number).await;
                self.copies
                    .get_mut(name)
                    .expect("the copies of the table")
                    .push(id);
            }
        }
    }

    /// For records that name one of any kind: that each names another.
    async fn subjects(&mut self, name: &str) -> Vec<(String, Instead)> {
        let resource = catalog().all().iter().find(|resource| resource.table() == name);
        let any = resource.and_then(|resource| {
            resource.fields.iter().find_map(|field| match field.shape {
                Shape::AnyNode { kind, id } => Some((kind, id)),
                _ => None,
            })
        });
        let Some((kind, id)) = any else { return vec![] };
        let subject = Kind::Client;
        Box::pin(self.copy(subject.table())).await;
        vec![
            (kind.to_owned(), Instead::Kind(subject.name())),
            (
                id.to_owned(),
                Instead::Reference(self.copies[subject.table()].clone()),
            ),
        ]
    }

    /// The id of the first row of the agency.
    async fn original(&self, name: &str) -> Uuid {
        let (condition, values) = if self.tables[name].is_of_agency() {
            (" WHERE agency_id = $1", vec![self.agency.into()])
        } else {
            ("", vec![])
        };
        let sql = format!("SELECT id FROM {name}{condition} ORDER BY id LIMIT 1");
        let statement = Statement::from_sql_and_values(self.app.database.db.backend, sql, values);
        let row = self
            .transaction
            .query_one_raw(statement)
            .await
            .expect("an answer");
        let row = row.unwrap_or_else(|| panic!("no row of {name} to copy: make one in one_of_each"));
        row.try_get_by_index(0).expect("an id")
    }

    async fn insert(&self, name: &str, original: Uuid, changes: &[(String, Instead)], number: usize) -> Uuid {
        let id = self.app.world.uuid();
        let mut values: Vec<Value> = vec![original.into(), id.into()];
        let (mut columns, mut expressions) = (vec![], vec![]);
        for column in self.tables[name]
            .columns
            .iter()
            .map(|column| column.name.as_str())
        {
            // SQLite gives it.
            if column == "search_row" {
                continue;
            }
            let mut bind = |value: Value| {
                values.push(value);
                format!("${}", values.len())
            };
            let far = i64::try_from(number + 1).expect("a number") * STEP;
            let change = changes.iter().find(|(changed, _)| changed == column);
            let expression = match change.map(|(_, instead)| instead) {
                None if column == "id" => "$2".to_owned(),
                None => format!("\"{column}\""),
                Some(Instead::Reference(ids)) => bind(ids[number].into()),
                Some(Instead::Number) => format!("\"{column}\" + {}", bind(far.into())),
                Some(Instead::Text) => format!("\"{column}\" || {}", bind(far.to_string().into())),
                Some(Instead::Kind(kind)) => bind((*kind).into()),
            };
            columns.push(format!("\"{column}\""));
            expressions.push(expression);
        }
        let sql = format!(
            "INSERT INTO {name} ({}) SELECT {} FROM {name} WHERE id = $1",
            columns.join(", "),
            expressions.join(", ")
        );
        let statement = Statement::from_sql_and_values(self.app.database.db.backend, sql, values);
        let done = self.transaction.execute_raw(statement).await;
        done.unwrap_or_else(|error| panic!("copying a row of {name}: {error}"));
        id
    }
}

/// The columns that make a row of an agency the only one of its kind: all references in a unique key, or else the last column
/// of it that is none.
fn alone(table: &Table) -> Vec<&str> {
    let mut alone = vec![];
    for index in table
        .indexes
        .iter()
        .filter(|index| index.is_unique && !index.is_partial)
    {
        let own = index.columns.iter().map(String::as_str);
        let own: Vec<&str> = own
            .filter(|column| !["agency_id", "id"].contains(column))
            .collect();
        match own.iter().rev().find(|column| reference(table, column).is_none()) {
            Some(column) => alone.push(*column),
            None => alone.extend(own),
        }
    }
    alone
}

/// The table that a column refers to.
fn reference<'t>(table: &'t Table, column: &str) -> Option<&'t str> {
    let key = table
        .keys
        .iter()
        .find(|key| key.columns.last().is_some_and(|last| last == column));
    key.map(|key| key.table.as_str())
}

/// Makes a record of every kind.
async fn one_of_each(app: &App, owner: &Person<'_>) {
    let colleague = app.person(Role::Specialist).await;
    let member = colleague.id.as_str();
    let field = json!({ "kind": "Client", "key": "motto", "label": "Motto", "valueType": "TEXT" });
    made(owner, "customField", field).await;
    let external = json!([{ "source": "books", "value": "1" }]);
    let client = json!({ "name": "Kontor", "externalIds": external, "customFields": { "motto": "Slow" } });
    let client = made(owner, "client", client).await;
    let contact = made(owner, "contact", json!({ "clientId": client, "name": "Ada" })).await;
    let backup = json!({ "clientId": client, "memberId": member, "role": "BACKUP" });
    made(owner, "accountAssignment", backup).await;
    let project = made(owner, "project", json!({ "clientId": client, "name": "Shop" })).await;
    let interaction = json!({
        "clientId": client, "contactIds": [contact], "memberIds": [member], "projectId": project,
        "channel": "CALL", "direction": "IN", "hat": "EXPERT", "summary": "They called",
    });
    let interaction = made(owner, "interaction", interaction).await;
    let promise = json!({
        "clientId": client, "interactionId": interaction, "byParty": "AGENCY", "ownerId": member, "text": "A plan",
        "dueOn": "2026-12-01",
    });
    made(owner, "promise", promise).await;
    let need = json!({
        "clientId": client, "kind": "NEED", "statement": "Rest", "evidenceIds": [interaction],
    });
    made(owner, "need", need).await;
    let phase = made(owner, "phase", json!({ "projectId": project, "name": "Concept" })).await;
    let of_phase = |name: &str, more: Json| {
        let mut input = json!({ "projectId": project, "phaseId": phase, "name": name });
        input
            .as_object_mut()
            .expect("an object")
            .extend(more.as_object().expect("an object").clone());
        input
    };
    made(
        owner,
        "milestone",
        of_phase("Launch", json!({ "committedOn": "2026-12-01" })),
    )
    .await;
    let task = made(
        owner,
        "task",
        of_phase("Draw", json!({ "assigneeIds": [member] })),
    )
    .await;
    made(
        owner,
        "task",
        of_phase("Write", json!({ "dependsOnIds": [task] })),
    )
    .await;
}

async fn made(owner: &Person<'_>, record: &str, input: Json) -> String {
    let (field, selection) = (format!("{record}Create"), format!("{record} {{ id }}"));
    let answer = owner.write(&field, input, &selection).await.good();
    answer.text(&format!("payload.{record}.id"))
}
