//! Totals: how many records match, and sums of their amounts, altogether or by group.

mod answer;
mod months;
mod statement;

use async_graphql::{Name, Value, indexmap::IndexMap, parser::types::SelectionSet};
use serde_json::Value as Json;

use self::answer::{answer, money_parts, shown};
use super::{
    error::ReadError,
    plan::{Part, Planner},
    resource::{Field, Grouping, Resource, Shape},
    run::Run,
    select::{Picked, argument, pick, word},
};
use crate::kernel::names::screaming;

/// Groups of one answer.
const GROUPS_AT_MOST: usize = 1_000;
/// Keys to group by.
const KEYS_AT_MOST: usize = 3;

/// What is added up.
enum Total {
    Typename(String),
    /// Null, as the caller lacks a right.
    Null,
    Count,
    Int(&'static str),
    Money {
        minor: &'static str,
        currency: &'static str,
        parts: Vec<(Name, Part)>,
    },
}

/// One key of an aggregate.
struct Summed {
    /// Which of the aggregates it stands in.
    part: usize,
    key: Name,
    total: Total,
}

/// One key to group by.
struct Key {
    field: &'static Field,
    month: bool,
}

impl<'a> Run<'a, '_> {
    /// Totals over all records that match.
    pub(super) async fn aggregate(
        &self,
        resource: &'static Resource,
        picked: &Picked<'a>,
    ) -> Result<Value, ReadError> {
        self.may_read(resource)?;
        let mut planner = self.planner();
        let totals = self.totals(&mut planner, resource, 0, &[], &picked.sets)?;
        let (sql, width) = self.grouped(&mut planner, resource, picked, &[], &[], &totals)?;
        let rows = self.grouped_rows(sql, &mut planner).await?;
        self.report(&mut planner);
        let none = vec![Json::from(0); width];
        Ok(answer(
            &totals,
            0,
            if rows.is_empty() {
                std::slice::from_ref(&none)
            } else {
                &rows
            },
            0,
            rows.is_empty(),
        ))
    }

    /// Totals by group.
    pub(super) async fn groups(
        &self,
        resource: &'static Resource,
        picked: &Picked<'a>,
    ) -> Result<Value, ReadError> {
        self.may_read(resource)?;
        let keys = self.keys(resource, argument(self.ctx, picked.field, "by"))?;
        let mut spans = vec![];
        for key in &keys {
            spans.push(if key.month {
                self.span(resource, key.field, picked).await?
            } else {
                None
            });
        }
        let mut planner = self.planner();
        let name = format!("{}Group", resource.name());
        let parts = pick(self.ctx, &name, &[], &picked.sets);
        let mut totals = vec![];
        for (at, part) in parts
            .iter()
            .enumerate()
            .filter(|(_, part)| part.name() == "aggregate")
        {
            let path = std::slice::from_ref(&part.key);
            totals.extend(self.totals(&mut planner, resource, at, path, &part.sets)?);
        }
        let (sql, _) = self.grouped(&mut planner, resource, picked, &keys, &spans, &totals)?;
        let rows = self.grouped_rows(sql, &mut planner).await?;
        self.report(&mut planner);
        let groups: Vec<&[Vec<Json>]> = rows
            .chunk_by(|one, other| one.get(..keys.len()) == other.get(..keys.len()))
            .collect();
        if groups.len() > GROUPS_AT_MOST {
            return Err(ReadError::TooComplex(say!(
                "more than 1000 groups: narrow the filter"
            )));
        }
        let answers = groups.into_iter().map(|group| {
            let mut object = IndexMap::new();
            for (at, part) in parts.iter().enumerate() {
                let value = match part.name() {
                    "__typename" => Value::String(name.clone()),
                    "keys" => Value::List(
                        keys.iter()
                            .enumerate()
                            .map(|(nth, key)| shown(key, group.first().and_then(|row| row.get(nth))))
                            .collect(),
                    ),
                    _ => answer(&totals, at, group, keys.len(), false),
                };
                object.insert(part.key.clone(), value);
            }
            Value::Object(object)
        });
        Ok(Value::List(answers.collect()))
    }

    /// What an aggregate adds up. A sum that the caller may not see is null.
    fn totals(
        &self,
        planner: &mut Planner<'a, '_>,
        resource: &'static Resource,
        at: usize,
        path: &[Name],
        sets: &[&'a SelectionSet],
    ) -> Result<Vec<Summed>, ReadError> {
        let name = format!("{}Aggregate", resource.name());
        let mut totals = vec![];
        for part in pick(self.ctx, &name, &[], sets) {
            let total = match part.name() {
                "__typename" => Total::Typename(name.clone()),
                "count" => Total::Count,
                sum => {
                    let field = sum.strip_suffix("Sum").and_then(|field| resource.field(field));
                    let field =
                        field.ok_or(ReadError::Internal("a sum that validation should have refused"))?;
                    match (planner.allow(field), &field.shape) {
                        (Err(why), _) => {
                            let path = path.iter().cloned().chain([part.key.clone()]);
                            planner.refused.push((path.collect(), why.at(part.pos)));
                            Total::Null
                        }
                        (Ok(()), Shape::Money(minor, currency)) => Total::Money {
                            minor,
                            currency,
                            parts: money_parts(&pick(self.ctx, "Money", &[], &part.sets)),
                        },
                        (Ok(()), Shape::Column(column, _)) => Total::Int(column),
                        _ => return Err(ReadError::Internal("a sum of something that is no number")),
                    }
                }
            };
            totals.push(Summed {
                part: at,
                key: part.key,
                total,
            });
        }
        Ok(totals)
    }

    fn keys(&self, resource: &'static Resource, by: Option<Value>) -> Result<Vec<Key>, ReadError> {
        let words = match by {
            Some(Value::List(words)) => words,
            Some(word) => vec![word],
            None => vec![],
        };
        if words.is_empty() || words.len() > KEYS_AT_MOST {
            return Err(ReadError::bad(say!(
                "group by 1 to {KEYS_AT_MOST} keys",
                KEYS_AT_MOST
            )));
        }
        let key = |value: &Value| {
            let name = word(value).unwrap_or("");
            let field = resource
                .fields
                .iter()
                .find(|field| group_name(field).as_deref() == Some(name));
            let field = field.ok_or_else(|| ReadError::bad(say!("cannot be grouped by {name}", name)))?;
            if let Some(right) = field.right.filter(|right| !self.actor.has(*right)) {
                return Err(ReadError::Forbidden(right.scope().to_owned()));
            }
            Ok(Key {
                field,
                month: field.group == Some(Grouping::Month),
            })
        };
        words.iter().map(key).collect()
    }
}

/// The value of the enum to group by, for a field that can be grouped by.
#[must_use]
pub fn group_name(field: &Field) -> Option<String> {
    Some(match field.group? {
        Grouping::Value => screaming(&field.name),
        Grouping::Month => {
            let stem = field
                .name
                .strip_suffix("At")
                .or_else(|| field.name.strip_suffix("On"))
                .unwrap_or("");
            if stem.is_empty() {
                "MONTH".to_owned()
            } else {
                format!("{}_MONTH", screaming(stem))
            }
        }
    })
}
