//! A counter in the database.

use chrono::{DateTime, TimeDelta, Utc};
use entity::throttle::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

use super::rule::{Counter, Rule};
use crate::{
    kernel::random::Random,
    people::credentials::error::{CredentialError, Result},
};

/// How often a counter is read again because another node wrote it in between.
const ATTEMPTS: usize = 5;

/// A counter and its rule.
pub(super) struct Gauge {
    pub(super) key: Vec<u8>,
    pub(super) rule: Rule,
    /// Whether a known place passes although the counter is full.
    pub(super) spares_known: bool,
    pub(super) row: Option<Model>,
}

impl Gauge {
    pub(super) fn counter(&self, now: DateTime<Utc>) -> Counter {
        self.row.as_ref().map_or(Counter::empty(now), |row| Counter {
            failures: row.failures,
            due_at: row.due_at,
            succeeded_at: row.succeeded_at,
        })
    }

    /// A place where all went well within the day needs no other note of it.
    pub(super) fn is_worth_clearing(&self, now: DateTime<Utc>) -> bool {
        let Counter {
            failures,
            due_at: _,
            succeeded_at,
        } = self.counter(now);
        failures > 0 || succeeded_at.is_none_or(|seen| seen + TimeDelta::days(1) < now)
    }

    /// Replaces the counter, unless another node did so since it was read: then it is read again.
    pub(super) async fn write(
        mut self,
        connection: &impl ConnectionTrait,
        random: &dyn Random,
        now: DateTime<Utc>,
        change: impl Fn(&Rule, &Counter) -> Counter,
    ) -> Result<()> {
        for _ in 0..ATTEMPTS {
            let next = change(&self.rule, &self.counter(now));
            let is_written = match &self.row {
                Some(row) => replace(connection, row, next, now).await?,
                None => insert(connection, self.key.clone(), next, random, now).await?,
            };
            if is_written {
                return Ok(());
            }
            self.row = Entity::find()
                .filter(Column::Key.eq(self.key.clone()))
                .one(connection)
                .await?;
        }
        Err(CredentialError::Conflict)
    }
}

async fn replace(
    connection: &impl ConnectionTrait,
    row: &Model,
    next: Counter,
    now: DateTime<Utc>,
) -> Result<bool> {
    let Counter {
        failures,
        due_at,
        succeeded_at,
    } = next;
    let update = Entity::update_many()
        .col_expr(Column::Failures, Expr::value(failures))
        .col_expr(Column::DueAt, Expr::value(due_at))
        .col_expr(Column::SucceededAt, Expr::value(succeeded_at))
        .col_expr(Column::Version, Expr::value(row.version.wrapping_add(1)))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(row.id))
        .filter(Column::Version.eq(row.version));
    Ok(update.exec(connection).await?.rows_affected == 1)
}

async fn insert(
    connection: &impl ConnectionTrait,
    key: Vec<u8>,
    next: Counter,
    random: &dyn Random,
    now: DateTime<Utc>,
) -> Result<bool> {
    let Counter {
        failures,
        due_at,
        succeeded_at,
    } = next;
    let row = ActiveModel {
        id: Set(random.uuid(now)),
        key: Set(key),
        failures: Set(failures),
        due_at: Set(due_at),
        succeeded_at: Set(succeeded_at),
        version: Set(1),
        updated_at: Set(now),
    };
    let untaken = OnConflict::column(Column::Key).do_nothing().to_owned();
    let inserted = Entity::insert(row)
        .on_conflict(untaken)
        .exec_without_returning(connection)
        .await?;
    Ok(inserted == 1)
}
