//! The statement of totals.

use async_graphql::Value;
use chrono::NaiveDate;
use serde_json::Value as Json;

use super::{GROUPS_AT_MOST, Key, Summed, Total};
use crate::read::{
    error::ReadError,
    plan::{Level, Planner},
    resource::{Resource, Shape},
    run::Run,
    select::{Picked, argument},
    shape,
};

impl<'a, 'c> Run<'a, 'c> {
    /// What all records that are counted fulfil.
    pub(super) fn matching(
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
    pub(super) fn grouped(
        &self,
        planner: &mut Planner<'a, 'c>,
        resource: &'static Resource,
        picked: &Picked<'a>,
        keys: &[Key],
        spans: &[Option<(NaiveDate, NaiveDate)>],
        totals: &[Summed],
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
                (Shape::Column(column, _), None) => format!("{row}.{column}"),
                (Shape::One { to, key }, _) => {
                    planner.seen_key(planner.resource(to)?, &format!("{row}.{key}"))
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
        for (at, summed) in totals.iter().enumerate() {
            match &summed.total {
                Total::Int(column) => sums.push(format!("sum({row}.{column}) AS s{at}")),
                Total::Money { minor, currency, .. } => {
                    columns.push(format!(
                        "CASE WHEN {row}.{minor} IS NULL THEN NULL ELSE {row}.{currency} END AS c{at}"
                    ));
                    by.push(format!("c{at}"));
                    sums.push(format!("sum({row}.{minor}) AS s{at}"));
                    shown_sums.push(format!("g.c{at}"));
                }
                Total::Typename(_) | Total::Null | Total::Count => continue,
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

    /// The rows of the statement.
    pub(super) async fn grouped_rows(
        &self,
        sql: String,
        planner: &mut Planner<'a, 'c>,
    ) -> Result<Vec<Vec<Json>>, ReadError> {
        let mut level = Level::new("r".to_owned());
        level.slot(sql);
        let mut slots = self.slots(&level, planner).await?;
        Ok(match slots.first_mut().map(Json::take) {
            Some(Json::Array(rows)) => rows.into_iter().map(|row| shape::slots(row, 1)).collect(),
            _ => vec![],
        })
    }
}
