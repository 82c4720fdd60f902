//! Months of the agency's calendar as keys to group by.

use chrono::NaiveDate;
use entity::value::{Date, DateTime};
use sea_orm::Value as SqlValue;

use crate::{
    kernel::calendar,
    read::{
        error::ReadError,
        plan::{Level, Planner},
        resource::{Field, Resource, Scalar, Shape},
        run::Run,
        select::Picked,
    },
};

/// Months that one answer spans.
const MONTHS_AT_MOST: usize = 240;

impl<'a, 'c> Run<'a, 'c> {
    /// The first and the last day that a column holds among the records that match.
    pub(super) async fn span(
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

    /// Joins the months of the agency's calendar, and gives the column with their labels.
    pub(super) fn months(
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
}
