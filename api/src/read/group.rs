//! Totals: how many records match, and sums of their amounts, altogether or by group.

use async_graphql::{Name, Value, indexmap::IndexMap};
use chrono::NaiveDate;
use entity::value::{Date, DateTime, Decimal};
use sea_orm::Value as SqlValue;
use serde_json::Value as Json;

use super::{
    error::ReadError,
    plan::{Level, Part, Planner},
    resource::{Field, Grouping, Resource, Scalar, Shape, decimals},
    run::Run,
    scopes::scope,
    select::{Picked, argument, pick, word},
    shape::{object_of, scalar},
};
use crate::kernel::{
    calendar,
    names::screaming,
    policy::{Action, Grant, grant},
};

/// Groups of one answer.
const GROUPS_AT_MOST: usize = 1_000;
/// Months that one answer spans.
const MONTHS_AT_MOST: usize = 240;
/// Keys to group by.
const KEYS_AT_MOST: usize = 3;

/// What is added up.
enum Total {
    Typename(String),
    Count,
    Int(&'static str),
    Money {
        minor: &'static str,
        currency: &'static str,
        parts: Vec<(Name, Part)>,
    },
}

/// One key to group by.
struct Key {
    field: &'static Field,
    month: bool,
}

impl<'a, 'c> Run<'a, 'c> {
    /// Totals over all records that match.
    pub(super) async fn aggregate(
        &self,
        resource: &'static Resource,
        picked: &Picked<'a>,
    ) -> Result<Value, ReadError> {
        let mut planner = self.planner();
        let totals = self.totals(&planner, resource, &picked.sets)?;
        let (sql, width) = self.grouped(&mut planner, resource, picked, &[], &[], &totals)?;
        let rows = self.grouped_rows(sql, &mut planner).await?;
        let none = vec![Json::from(0); width];
        Ok(answer(
            &totals,
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
        let sets: Vec<_> = parts
            .iter()
            .filter(|part| part.name() == "aggregate")
            .flat_map(|part| part.sets.iter().copied())
            .collect();
        let totals = self.totals(&planner, resource, &sets)?;
        let (sql, _) = self.grouped(&mut planner, resource, picked, &keys, &spans, &totals)?;
        let rows = self.grouped_rows(sql, &mut planner).await?;
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
            for part in &parts {
                let value = match part.name() {
                    "__typename" => Value::String(name.clone()),
                    "keys" => Value::List(
                        keys.iter()
                            .enumerate()
                            .map(|(at, key)| shown(key, group.first().and_then(|row| row.get(at))))
                            .collect(),
                    ),
                    _ => answer(&totals, group, keys.len(), false),
                };
                object.insert(part.key.clone(), value);
            }
            Value::Object(object)
        });
        Ok(Value::List(answers.collect()))
    }

    fn totals(
        &self,
        planner: &Planner<'a, '_>,
        resource: &'static Resource,
        sets: &[&'a async_graphql::parser::types::SelectionSet],
    ) -> Result<Vec<(Name, Total)>, ReadError> {
        if grant(self.actor.role, resource.kind, Action::Read) == Grant::Nothing {
            return Err(ReadError::Forbidden(scope(resource)));
        }
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
                    planner.allow(field)?;
                    match &field.shape {
                        Shape::Money(minor, currency) => Total::Money {
                            minor,
                            currency,
                            parts: money_parts(&pick(self.ctx, "Money", &[], &part.sets)),
                        },
                        Shape::Column(column, _) => Total::Int(column),
                        _ => return Err(ReadError::Internal("a sum of something that is no number")),
                    }
                }
            };
            totals.push((part.key, total));
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

    /// The first and the last day that a column holds among the records that match.
    async fn span(
        &self,
        resource: &'static Resource,
        field: &'static Field,
        picked: &Picked<'a>,
    ) -> Result<Option<(NaiveDate, NaiveDate)>, ReadError> {
        let Shape::Column(column, kind) = &field.shape else {
            return Ok(None);
        };
        let mut planner = self.planner();
        let row = planner.name('a');
        let conditions = self.matching(&mut planner, resource, &row, picked)?;
        let mut level = Level::new("r".to_owned());
        for edge in ["min", "max"] {
            level.slot(format!(
                "(SELECT {edge}({row}.{column}) FROM {} {row} WHERE {})",
                resource.table(),
                conditions.join(" AND ")
            ));
        }
        let slots = self.slots(&level, &mut planner).await?;
        let day = |at: usize| {
            let text = slots.get(at)?.as_str()?;
            match kind {
                Scalar::Date => Date::read(text).map(|date| date.0),
                _ => DateTime::read(text).map(|instant| calendar::day_at(instant.0, &self.actor.time_zone)),
            }
        };
        Ok(day(0).zip(day(1)))
    }

    fn matching(
        &self,
        planner: &mut Planner<'a, 'c>,
        resource: &'static Resource,
        row: &str,
        picked: &Picked<'a>,
    ) -> Result<Vec<String>, ReadError> {
        let tests = argument(self.ctx, picked.field, "filter").filter(|tests| *tests != Value::Null);
        planner.conditions(resource, row, None, tests.as_ref(), None)
    }

    /// The statement: keys, the currencies of amounts, the count, the sums.
    fn grouped(
        &self,
        planner: &mut Planner<'a, 'c>,
        resource: &'static Resource,
        picked: &Picked<'a>,
        keys: &[Key],
        spans: &[Option<(NaiveDate, NaiveDate)>],
        totals: &[(Name, Total)],
    ) -> Result<(String, usize), ReadError> {
        let row = planner.name('a');
        let dialect = planner.binds.dialect;
        let (mut columns, mut by, mut joins, mut shown) = (vec![], vec![], vec![], vec![]);
        for (at, key) in keys.iter().enumerate() {
            let expression = match (&key.field.shape, spans.get(at).copied().flatten()) {
                (Shape::Column(column, kind), Some(span)) => {
                    self.months(planner, &mut joins, &format!("{row}.{column}"), *kind, span)?
                }
                (Shape::Column(_, _), None) if key.month => "NULL".to_owned(),
                (Shape::Column(column, _), None) | (Shape::One { key: column, .. }, _) => {
                    format!("{row}.{column}")
                }
                _ => return Err(ReadError::Internal("a key that is no column")),
            };
            columns.push(format!("{expression} AS k{at}"));
            by.push(format!("k{at}"));
            let column = format!("g.k{at}");
            shown.push(if matches!(key.field.shape, Shape::One { .. }) {
                dialect.id(&column)
            } else {
                column
            });
        }
        let mut sums = vec!["count(*) AS n".to_owned()];
        let mut shown_sums = vec!["g.n".to_owned()];
        for (at, (_, total)) in totals.iter().enumerate() {
            match total {
                Total::Int(column) => sums.push(format!("sum({row}.{column}) AS s{at}")),
                Total::Money { minor, currency, .. } => {
                    columns.push(format!(
                        "CASE WHEN {row}.{minor} IS NULL THEN NULL ELSE {row}.{currency} END AS c{at}"
                    ));
                    by.push(format!("c{at}"));
                    sums.push(format!("sum({row}.{minor}) AS s{at}"));
                    shown_sums.push(format!("g.c{at}"));
                }
                Total::Typename(_) | Total::Count => continue,
            }
            shown_sums.push(dialect.text_of(&format!("g.s{at}")));
        }
        let conditions = self.matching(planner, resource, &row, picked)?;
        let group = if by.is_empty() {
            String::new()
        } else {
            format!(
                "GROUP BY {} ORDER BY {} NULLS FIRST",
                by.join(","),
                by.join(" NULLS FIRST,")
            )
        };
        let all: Vec<_> = columns.into_iter().chain(sums).collect();
        let shown: Vec<_> = shown.into_iter().chain(shown_sums).collect();
        let sql = format!(
            "(SELECT {gather}({array}({shown})) FROM (SELECT {all} FROM {table} {row}{joins} WHERE {conditions} {group} LIMIT {limit}) g)",
            gather = dialect.gather,
            array = dialect.array,
            shown = shown.join(","),
            all = all.join(","),
            table = resource.table(),
            joins = joins.concat(),
            conditions = conditions.join(" AND "),
            limit = planner
                .binds
                .bind(i64::try_from(GROUPS_AT_MOST * 4).unwrap_or(i64::MAX)),
        );
        Ok((sql, shown.len()))
    }

    /// Joins the months of the agency's calendar, and gives the column with their labels.
    fn months(
        &self,
        planner: &mut Planner<'a, 'c>,
        joins: &mut Vec<String>,
        column: &str,
        kind: Scalar,
        (first, last): (NaiveDate, NaiveDate),
    ) -> Result<String, ReadError> {
        let months = calendar::months(first, last, self.actor.calendar, MONTHS_AT_MOST + 1);
        if months.len() > MONTHS_AT_MOST {
            return Err(ReadError::TooComplex(say!(
                "more than 240 months: narrow the filter"
            )));
        }
        let edge = |day: NaiveDate| match kind {
            Scalar::Date => SqlValue::from(day),
            _ => calendar::start_of(day, &self.actor.time_zone).into(),
        };
        let rows: Vec<_> = months
            .into_iter()
            .map(|month| {
                let values = [SqlValue::from(month.label), edge(month.from), edge(month.until)]
                    .map(|value| planner.binds.bind(value));
                format!("({})", values.join(","))
            })
            .collect();
        let name = planner.name('m');
        joins.push(format!(
            " LEFT JOIN (VALUES {}) {name} ON {column} >= {name}.column2 AND {column} < {name}.column3",
            rows.join(",")
        ));
        Ok(format!("{name}.column1"))
    }

    async fn grouped_rows(
        &self,
        sql: String,
        planner: &mut Planner<'a, 'c>,
    ) -> Result<Vec<Vec<Json>>, ReadError> {
        let mut level = Level::new("r".to_owned());
        level.slot(sql);
        let mut slots = self.slots(&level, planner).await?;
        Ok(match slots.first_mut().map(Json::take) {
            Some(Json::Array(rows)) => rows.into_iter().map(|row| super::shape::slots(row, 1)).collect(),
            _ => vec![],
        })
    }
}

/// The answer for one group: its rows differ in the currencies of amounts only.
fn answer(totals: &[(Name, Total)], rows: &[Vec<Json>], keys: usize, empty: bool) -> Value {
    let count: i64 = rows.iter().filter_map(|row| row.get(keys)?.as_i64()).sum();
    let mut object = IndexMap::new();
    let mut at = keys + 1;
    for (key, total) in totals {
        let value = match total {
            Total::Typename(name) => Value::String(name.clone()),
            Total::Count => Value::from(count),
            Total::Int(_) => {
                at += 1;
                let sum: i128 = rows.iter().filter_map(|row| units(row.get(at - 1)?)).sum();
                i64::try_from(sum).map_or(Value::Null, Value::from)
            }
            Total::Money { parts, .. } => {
                at += 2;
                let amounts: Vec<(&str, i128)> = if empty {
                    vec![]
                } else {
                    rows.iter()
                        .filter_map(|row| Some((row.get(at - 2)?.as_str()?, units(row.get(at - 1)?)?)))
                        .collect()
                };
                sums(amounts, parts)
            }
        };
        object.insert(key.clone(), value);
    }
    Value::Object(object)
}

fn units(value: &Json) -> Option<i128> {
    value
        .as_str()
        .map_or_else(|| value.as_i64().map(i128::from), |text| text.parse().ok())
}

/// One amount for each currency; currencies are never added up.
fn sums(mut amounts: Vec<(&str, i128)>, parts: &[(Name, Part)]) -> Value {
    amounts.sort_unstable_by_key(|(currency, _)| currency.to_owned());
    let of_currency = amounts
        .chunk_by(|one, other| one.0 == other.0)
        .filter_map(|same| {
            let (currency, total) = (same.first()?.0, same.iter().map(|(_, units)| units).sum());
            let amount = Decimal::new(total, decimals(currency)).to_string();
            Some(object_of(parts, &Value::String(amount), &Value::from(currency)))
        });
    Value::List(of_currency.collect())
}

fn money_parts(picked: &[Picked<'_>]) -> Vec<(Name, Part)> {
    let part = |name: &str| match name {
        "__typename" => Part::Typename("Money"),
        "amount" => Part::First,
        _ => Part::Second,
    };
    picked
        .iter()
        .map(|picked| (picked.key.clone(), part(picked.name())))
        .collect()
}

fn shown(key: &Key, value: Option<&Json>) -> Value {
    let value = value.cloned().unwrap_or_default();
    match &key.field.shape {
        Shape::One { to, .. } => match super::catalog::catalog().named(to) {
            Some(resource) => scalar(Scalar::Id(resource.kind), value),
            None => Value::Null,
        },
        _ => scalar(Scalar::Text, value),
    }
}

/// The value of the enum to group by, for a field that can be grouped by.
pub(super) fn group_name(field: &Field) -> Option<String> {
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
