//! One record, as it is shown.

use api::read::{Field, Resource, Row, Scalar, Shape};
use async_graphql::parser::types::SelectionSet;
use chrono::SecondsFormat;
use entity::value::Kind;
use serde_json::{Value as Json, json};

use super::{Answer, FORBIDDEN, Reference, Refused, leaf, named, null, select::Picked};
use crate::read::world::{Cell, Record};

/// Ids in other systems that are shown of one record.
const IDS_AT_MOST: usize = 20;

/// The names that a resource's type goes by: its own, then its interfaces.
pub(super) fn names(resource: &Resource) -> Vec<&'static str> {
    let mut names = vec![resource.name(), "Node"];
    if resource.columns.contains(&"version") && resource.columns.contains(&"created_at") {
        names.push("Versioned");
    }
    names
}

impl<'r> Reference<'r> {
    /// Tells of all that the caller may not see below a selection of a type: once for each place in the document.
    pub(super) fn tell(&self, resource: &'static Resource, sets: &[&'r SelectionSet], path: &str) {
        for picked in self.collect(&names(resource), sets) {
            let path = format!("{path}.{}", picked.key);
            if let Err(code) = self.accept(resource, &picked) {
                self.refuse(&path, code);
                continue;
            }
            match resource.field(picked.name()).map(|field| &field.shape) {
                Some(Shape::One { to, .. }) => self.tell(named(to), &picked.sets, &path),
                Some(Shape::Many { to, .. }) => self.tell_list(named(to), &picked, &path),
                _ => {}
            }
        }
    }

    /// As [`Reference::tell`], for a list.
    pub(super) fn tell_list(&self, resource: &'static Resource, picked: &Picked<'r>, path: &str) {
        for part in self.collect(&[&format!("{}Connection", resource.name())], &picked.sets) {
            let path = format!("{path}.{}", part.key);
            match part.name() {
                "nodes" => self.tell(resource, &part.sets, &path),
                "edges" => {
                    for item in self.collect(&[&format!("{}Edge", resource.name())], &part.sets) {
                        if item.name() == "node" {
                            self.tell(resource, &item.sets, &format!("{path}.{}", item.key));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Refuses what the caller may not see, and lists with arguments that cannot be.
    fn accept(&self, resource: &Resource, picked: &Picked<'r>) -> Result<(), Refused> {
        let Some(field) = resource.field(picked.name()) else {
            return Ok(());
        };
        self.allow(field)?;
        if let Shape::Many { to, .. } = field.shape {
            let to = named(to);
            if !self.reads(to.kind) {
                return Err(FORBIDDEN);
            }
            self.arguments(to, picked.field)?;
        }
        Ok(())
    }

    /// One record.
    pub(super) fn record(
        &self,
        resource: &'static Resource,
        row: &'r Record,
        sets: &[&'r SelectionSet],
        path: &str,
    ) -> Answer {
        let fields = self.collect(&names(resource), sets).into_iter().map(|picked| {
            let path = format!("{path}.{}", picked.key);
            let value = match resource.field(picked.name()) {
                None => leaf(resource.name()),
                Some(_) if self.accept(resource, &picked).is_err() => null(),
                Some(field) => self.field(resource, field, row, &picked, &path),
            };
            (picked.key, value)
        });
        Answer::Object(fields.collect())
    }

    fn field(
        &self,
        resource: &'static Resource,
        field: &Field,
        row: &'r Record,
        picked: &Picked<'r>,
        path: &str,
    ) -> Answer {
        match &field.shape {
            Shape::Column(column, scalar) => leaf(shown(*scalar, row.cell(column))),
            Shape::Money(minor, currency) => match (row.cell(minor).int(), row.cell(currency).text()) {
                (Some(minor), Some(currency)) => self.money(i128::from(minor), currency, &picked.sets),
                _ => null(),
            },
            Shape::Price(micro, currency) => match (row.cell(micro).int(), row.cell(currency).text()) {
                (Some(micro), Some(currency)) => {
                    let amount = json!(decimal(i128::from(micro), 6));
                    self.pair("UnitPrice", ("amount", &amount), &json!(currency), &picked.sets)
                }
                _ => null(),
            },
            Shape::One { to, key } => {
                let to = named(to);
                let other = row.cell(key).id().and_then(|id| self.related(to, id));
                other.map_or_else(null, |other| self.record(to, other, &picked.sets, path))
            }
            Shape::Many { to, link } => {
                let to = named(to);
                let rows = self
                    .seen(to)
                    .into_iter()
                    .filter(|other| self.linked(*link, row, other))
                    .collect();
                let arguments = self
                    .arguments(to, picked.field)
                    .expect("arguments that were accepted");
                self.connection(to, rows, picked, &arguments, path)
            }
            Shape::Computed { needs, of, .. } => {
                let values: Vec<_> = needs
                    .iter()
                    .map(|(column, scalar)| (*column, raw(*scalar, row.cell(column))))
                    .collect();
                let columns = values.iter().map(|(column, value)| (*column, value)).collect();
                let value = of(&Row::of(columns), self.actor);
                leaf(value.into_json().expect("a value"))
            }
            Shape::AnyNode { kind, id } => {
                let kind = row.cell(kind).text().and_then(Kind::named);
                let named = kind.zip(row.cell(id).id());
                named.map_or_else(null, |(kind, id)| self.node(kind, id, &picked.sets, path))
            }
            Shape::ExternalIds => self.external_ids(row, &picked.sets),
            Shape::ViewerCan => {
                let archivable = resource.columns.contains(&"archived_at");
                let update = self.may_update(resource.kind, row);
                let archive = archivable && self.may_archive(resource.kind, row);
                self.pair(
                    "RecordPermissions",
                    ("update", &json!(update)),
                    &json!(archive),
                    &picked.sets,
                )
            }
        }
    }

    fn external_ids(&self, row: &Record, sets: &[&'r SelectionSet]) -> Answer {
        let rows = self
            .world
            .rows("external_ids")
            .iter()
            .filter(|id| id.points("row_id", row.id()));
        let mut ids: Vec<_> = rows
            .map(|id| (id.cell("source").text(), id.cell("value").text()))
            .collect();
        ids.sort_unstable();
        let shown = ids
            .into_iter()
            .take(IDS_AT_MOST)
            .map(|(source, value)| self.pair("ExternalId", ("source", &json!(source)), &json!(value), sets));
        Answer::List(shown.collect())
    }

    /// An amount.
    pub(super) fn money(&self, minor: i128, currency: &str, sets: &[&'r SelectionSet]) -> Answer {
        let decimals = match currency {
            "JPY" => 0,
            "KWD" => 3,
            _ => 2,
        };
        let amount = json!(decimal(minor, decimals));
        self.pair("Money", ("amount", &amount), &json!(currency), sets)
    }

    /// An object of two fields.
    fn pair(
        &self,
        name: &str,
        (field, first): (&str, &Json),
        second: &Json,
        sets: &[&'r SelectionSet],
    ) -> Answer {
        let fields = self.collect(&[name], sets).into_iter().map(|picked| {
            let value = match picked.name() {
                "__typename" => json!(name),
                name if name == field => first.clone(),
                _ => second.clone(),
            };
            (picked.key, leaf(value))
        });
        Answer::Object(fields.collect())
    }
}

/// A whole multiple of a number's last decimal, as the number.
fn decimal(units: i128, decimals: usize) -> String {
    let digits = format!("{:0>width$}", units.unsigned_abs(), width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    let sign = if units < 0 { "-" } else { "" };
    let point = if decimals == 0 { "" } else { "." };
    format!("{sign}{whole}{point}{part}")
}

/// A value as the API shows it.
pub(super) fn shown(scalar: Scalar, cell: &Cell) -> Json {
    match (scalar, cell) {
        (Scalar::Id(kind), Cell::Id(id)) => json!(kind.show(*id)),
        (Scalar::Decimal(decimals), Cell::Int(units)) => {
            json!(decimal(
                i128::from(*units),
                usize::try_from(decimals).expect("a few")
            ))
        }
        (_, Cell::Instant(moment)) => json!(moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
        (scalar, cell) => raw(scalar, cell),
    }
}

/// A value as the database's JSON has it.
fn raw(scalar: Scalar, cell: &Cell) -> Json {
    match cell {
        Cell::Null => Json::Null,
        Cell::Text(text) => json!(text),
        Cell::Int(number) => json!(number),
        Cell::Bool(flag) => json!(flag),
        Cell::Date(day) => json!(day.to_string()),
        Cell::Json(json) => json.clone(),
        Cell::Id(_) | Cell::Instant(_) | Cell::Bytes(_) => panic!("{cell:?} is shown as {scalar:?}"),
    }
}
