//! Baselines: the plan as it was agreed, kept for ever, and followed by the next one when an amendment is accepted.

use chrono::{NaiveDate, TimeDelta};
use entity::{
    baseline::{self, Column},
    baseline_row, contract, contract_amendment, phase, project,
    value::{Id, exact::allocate},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder};

use super::opening::Terms;
use crate::kernel::{
    error::{Error, Result, UserError},
    event::EventType,
    tx::Tx,
};

/// A phase of the plan.
#[derive(Clone, Debug)]
struct Row {
    phase: Id<phase::Entity>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    cost: Option<i64>,
    price: i64,
    minutes: i32,
}

/// Keeps the plan that was agreed first.
pub(super) async fn first(
    tx: &Tx,
    contract: &contract::Model,
    project: &project::Model,
    terms: &Terms,
    phases: &[phase::Model],
) -> Result<()> {
    let rows = terms.phases.iter().zip(phases).map(|(agreed, phase)| Row {
        phase: phase.id,
        starts_on: agreed.starts_on,
        ends_on: Some(agreed.ends_on),
        cost: agreed.cost,
        price: agreed.price,
        minutes: agreed.minutes,
    });
    take(tx, (contract, project.id), 1, "as agreed", rows.collect()).await
}

/// Keeps the plan as an amendment changes it: prices, costs and minutes are spread over the phases in proportion, dates move.
pub(super) async fn next(
    tx: &Tx,
    contract: &contract::Model,
    project: Id<project::Entity>,
    amendment: &contract_amendment::Model,
) -> Result<()> {
    let of_project = Condition::all().add(Column::ProjectId.eq(project));
    let last = tx
        .rows::<baseline::Entity>(of_project)
        .order_by_desc(Column::Number)
        .one(tx.connection())
        .await?;
    let last = last.ok_or_else(|| Error::internal("a contract without a baseline"))?;
    let of_last = Condition::all().add(baseline_row::Column::BaselineId.eq(last.id));
    let known = tx
        .rows::<baseline_row::Entity>(of_last)
        .order_by_asc(baseline_row::Column::Position)
        .all(tx.connection())
        .await?;
    let prices: Vec<i64> = known.iter().map(|row| row.price_minor).collect();
    let costs: Vec<i64> = known.iter().map(|row| row.cost_minor.unwrap_or(0)).collect();
    let minutes: Vec<i64> = known.iter().map(|row| i64::from(row.minutes)).collect();
    let shares = spread(amendment.price_delta_minor, &prices)
        .zip(spread(amendment.cost_delta_minor, &costs))
        .zip(spread(i64::from(amendment.minutes_delta), &minutes));
    let ((prices, costs), minutes) = shares.ok_or_else(|| Error::internal("a plan without phases"))?;
    let shift = TimeDelta::days(i64::from(amendment.shift_days));
    let mut rows = vec![];
    for (row, ((price, cost), minutes)) in known.iter().zip(prices.into_iter().zip(costs).zip(minutes)) {
        rows.push(Row {
            phase: row.phase_id,
            starts_on: row.starts_on.map(|day| day + shift),
            ends_on: row.ends_on.map(|day| day + shift),
            cost: row.cost_minor.map(|_| cost),
            price,
            minutes: i32::try_from(minutes)
                .map_err(|_too_large| UserError::too_large("input.id", "the amount is too large"))?,
        });
    }
    take(tx, (contract, project), last.number + 1, &amendment.reason, rows).await
}

/// Values after a change that is spread over them in proportion; evenly when there is nothing to go by.
fn spread(delta: i64, values: &[i64]) -> Option<Vec<i64>> {
    let even = vec![1; values.len()];
    let parts = allocate(delta, values).or_else(|| allocate(delta, &even))?;
    values
        .iter()
        .zip(parts)
        .map(|(value, part)| value.checked_add(part))
        .collect()
}

async fn take(
    tx: &Tx,
    (contract, project): (&contract::Model, Id<project::Entity>),
    number: i32,
    reason: &str,
    rows: Vec<Row>,
) -> Result<()> {
    let price: i64 = rows.iter().map(|row| row.price).sum();
    if price != contract.value_minor {
        return Err(Error::internal("a baseline that is not what was agreed"));
    }
    let cost = rows.iter().map(|row| row.cost).collect::<Option<Vec<i64>>>();
    let row = baseline::ActiveModel {
        project_id: Set(project),
        contract_id: Set(Some(contract.id)),
        number: Set(number),
        reason: Set(reason.to_owned()),
        cost_minor: Set(cost.map(|costs| costs.iter().sum())),
        price_minor: Set(price),
        currency: Set(contract.currency),
        minutes: Set(rows.iter().map(|row| row.minutes).sum()),
        ..Default::default()
    };
    let baseline = tx.insert(row).await?;
    let mut position = 0;
    for row in rows {
        position += 1;
        let row = baseline_row::ActiveModel {
            baseline_id: Set(baseline.id),
            project_id: Set(project),
            phase_id: Set(row.phase),
            position: Set(position),
            starts_on: Set(row.starts_on),
            ends_on: Set(row.ends_on),
            cost_minor: Set(row.cost),
            price_minor: Set(row.price),
            currency: Set(contract.currency),
            minutes: Set(row.minutes),
            ..Default::default()
        };
        tx.insert(row).await?;
    }
    tx.tell(EventType::BaselineTaken, &baseline);
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_change_that_is_spread_is_there_to_the_last_unit(delta in -1_000_000_i64..1_000_000, values in prop::collection::vec(0..1_000_000_i64, 1..20)) {
            let after = spread(delta, &values).unwrap();

            prop_assert_eq!(after.iter().sum::<i64>(), values.iter().sum::<i64>() + delta);
        }
    }
}
