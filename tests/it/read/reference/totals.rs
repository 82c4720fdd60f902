//! Totals: counts and sums, altogether and by group.

use std::{cmp::Ordering, collections::BTreeMap};

use api::{
    kernel::{calendar, names::screaming},
    read::{Field, Grouping, Resource, Scalar, Shape},
};
use async_graphql::parser::types::SelectionSet;
use async_graphql_value::ConstValue;
use serde_json::{Value as Json, json};

use super::{
    Answer, BAD_USER_INPUT, FORBIDDEN, Reference, Refused, leaf, named,
    order::ordering,
    select::{Picked, items, word},
    shape::shown,
};
use crate::read::world::{Cell, Record};

const KEYS_AT_MOST: usize = 3;

/// The word that a field is grouped by.
pub(in crate::read) fn group_word(field: &Field) -> Option<String> {
    let name = match field.group? {
        Grouping::Value => return Some(screaming(&field.name)),
        Grouping::Month => &field.name,
    };
    let stem = name.strip_suffix("At").or_else(|| name.strip_suffix("On"));
    Some(stem.map_or_else(|| "MONTH".to_owned(), |stem| format!("{}_MONTH", screaming(stem))))
}

impl<'r> Reference<'r> {
    /// Totals over all records that match.
    pub(super) fn aggregate(
        &self,
        resource: &'static Resource,
        picked: &Picked<'r>,
    ) -> Result<Answer, Refused> {
        let rows = self.counted(resource, picked)?;
        self.tell_totals(resource, &picked.sets, &picked.key);
        Ok(self.totals(resource, &rows, &picked.sets))
    }

    /// Totals by group, in the order of the groups' keys.
    pub(super) fn groups(&self, resource: &'static Resource, picked: &Picked<'r>) -> Result<Answer, Refused> {
        let rows = self.counted(resource, picked)?;
        let by = self.argument(picked.field, "by").expect("keys to group by");
        let by = items(&by);
        if by.is_empty() || by.len() > KEYS_AT_MOST {
            return Err(BAD_USER_INPUT);
        }
        let fields: Vec<&Field> = by
            .iter()
            .map(|by| self.group_field(resource, by))
            .collect::<Result<_, _>>()?;
        let mut groups: Vec<(Vec<Cell>, Vec<&Record>)> = vec![];
        for row in rows {
            let keys: Vec<Cell> = fields.iter().map(|field| self.group_of(field, row)).collect();
            match groups.iter_mut().find(|(known, _)| *known == keys) {
                Some((_, rows)) => rows.push(row),
                None => groups.push((keys, vec![row])),
            }
        }
        groups.sort_by(|(one, _), (other, _)| {
            one.iter()
                .zip(other)
                .map(|(one, other)| ordering(one, other))
                .fold(Ordering::Equal, Ordering::then)
        });
        let name = format!("{}Group", resource.name());
        let parts = self.collect(&[&name], &picked.sets);
        for part in parts.iter().filter(|part| part.name() == "aggregate") {
            self.tell_totals(resource, &part.sets, &format!("{}.{}", picked.key, part.key));
        }
        let answers = groups.into_iter().map(|(keys, rows)| {
            let parts = parts.iter().map(|part| {
                let value = match part.name() {
                    "__typename" => leaf(name.as_str()),
                    "keys" => Answer::List(
                        fields
                            .iter()
                            .zip(&keys)
                            .map(|(field, key)| leaf(told(field, key)))
                            .collect(),
                    ),
                    _ => self.totals(resource, &rows, &part.sets),
                };
                (part.key.clone(), value)
            });
            Answer::Object(parts.collect())
        });
        Ok(Answer::List(answers.collect()))
    }

    fn counted(&self, resource: &'static Resource, picked: &Picked<'r>) -> Result<Vec<&'r Record>, Refused> {
        if !self.reads(resource.kind) {
            return Err(FORBIDDEN);
        }
        let tests = self.argument(picked.field, "filter");
        tests.iter().try_for_each(|tests| self.check(resource, tests))?;
        Ok(self.matching(resource, self.seen(resource), tests.as_ref(), None))
    }

    fn group_field<'f>(&self, resource: &'f Resource, by: &ConstValue) -> Result<&'f Field, Refused> {
        let mut fields = resource.fields.iter();
        let field = fields
            .find(|field| group_word(field).as_deref() == Some(word(by)))
            .expect("a key");
        self.allow(field)?;
        Ok(field)
    }

    /// The group that a row belongs to. A month is one of the agency's calendar, where the agency is.
    fn group_of(&self, field: &Field, row: &Record) -> Cell {
        let cell = match field.shape {
            Shape::Column(column, _) => row.cell(column),
            Shape::One { to, key } => return self.seen_key(named(to), row.cell(key)),
            _ => panic!("{} is no column", field.name),
        };
        let day = match cell {
            Cell::Date(day) => *day,
            Cell::Instant(moment) => calendar::day_at(*moment, &self.actor.time_zone),
            _ => return cell.clone(),
        };
        let month = calendar::month_of(day, self.actor.calendar).expect("a month");
        Cell::Text(month.label)
    }

    fn tell_totals(&self, resource: &Resource, sets: &[&'r SelectionSet], path: &str) {
        for part in self.collect(&[&format!("{}Aggregate", resource.name())], sets) {
            if let Some(field) = summed(resource, &part)
                && let Err(code) = self.allow(field)
            {
                self.refuse(&format!("{path}.{}", part.key), code);
            }
        }
    }

    fn totals(&self, resource: &'static Resource, rows: &[&Record], sets: &[&'r SelectionSet]) -> Answer {
        let name = format!("{}Aggregate", resource.name());
        let parts = self.collect(&[&name], sets).into_iter().map(|part| {
            let value = match (part.name(), summed(resource, &part)) {
                ("__typename", _) => leaf(name.as_str()),
                ("count", _) => leaf(rows.len()),
                (_, Some(field)) if self.allow(field).is_err() => leaf(Json::Null),
                (_, Some(field)) => self.sum(field, rows, &part.sets),
                (other, None) => panic!("no total: {other}"),
            };
            (part.key, value)
        });
        Answer::Object(parts.collect())
    }

    /// The sum of a number; of amounts one for each currency.
    fn sum(&self, field: &Field, rows: &[&Record], sets: &[&'r SelectionSet]) -> Answer {
        match field.shape {
            Shape::Column(column, _) => {
                leaf(rows.iter().filter_map(|row| row.cell(column).int()).sum::<i64>())
            }
            Shape::Money(minor, currency) => {
                let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
                for row in rows {
                    if let (Some(minor), Some(currency)) = (row.cell(minor).int(), row.cell(currency).text())
                    {
                        *sums.entry(currency).or_default() += i128::from(minor);
                    }
                }
                Answer::List(
                    sums.into_iter()
                        .map(|(currency, sum)| self.money(sum, currency, sets))
                        .collect(),
                )
            }
            _ => panic!("{} is no number", field.name),
        }
    }
}

/// The field that a total adds up.
fn summed<'f>(resource: &'f Resource, part: &Picked<'_>) -> Option<&'f Field> {
    part.name()
        .strip_suffix("Sum")
        .and_then(|name| resource.field(name))
}

/// The key of a group, as text.
fn told(field: &Field, key: &Cell) -> Json {
    let scalar = match field.shape {
        Shape::One { to, .. } => Scalar::Id(named(to).kind),
        _ => Scalar::Text,
    };
    match shown(scalar, key) {
        Json::Null => Json::Null,
        Json::String(text) => json!(text),
        other => json!(other.to_string()),
    }
}
