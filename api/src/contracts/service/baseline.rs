//! Baselines: the plan as it was agreed, kept for ever, and followed by the next one when more is agreed.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};
use entity::{
    baseline::{self, Column},
    baseline_row, contract, contract_amendment, phase, project,
    value::{Id, exact::allocate},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryOrder};

use super::terms::PhaseTerms;
use crate::kernel::{
    error::{Error, Result, UserError},
    event::EventType,
    tx::Tx,
};

/// A phase of the plan.
#[derive(Clone, Debug)]
struct Row {
    contract: Id<contract::Entity>,
    phase: Id<phase::Entity>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    cost: Option<i64>,
    price: i64,
    minutes: i32,
}

/// A plan to keep.
struct Plan<'a> {
    contract: &'a contract::Model,
    project: Id<project::Entity>,
    amendment: Option<Id<contract_amendment::Entity>>,
    last: Option<baseline::Model>,
    reason: &'a str,
    /// What the agreement changes the price by.
    more: i64,
    rows: Vec<Row>,
}

/// Keeps the plan that was agreed in a contract, beside what was agreed for the project before.
pub(super) async fn first(
    tx: &Tx,
    contract: &contract::Model,
    project: &project::Model,
    agreed: &[PhaseTerms],
    phases: &[phase::Model],
) -> Result<()> {
    let (last, mut rows) = if tx.is_new(project.id.uuid()) {
        (None, vec![])
    } else {
        known(tx, project.id).await?
    };
    rows.extend(agreed.iter().zip(phases).map(|(agreed, phase)| Row {
        contract: contract.id,
        phase: phase.id,
        starts_on: agreed.starts_on,
        ends_on: agreed.ends_on,
        cost: agreed.cost,
        price: agreed.price,
        minutes: agreed.minutes,
    }));
    let plan = Plan {
        contract,
        project: project.id,
        amendment: None,
        last,
        reason: &contract.title,
        more: contract.value_minor,
        rows,
    };
    take(tx, plan).await
}

/// Keeps the plan as an amendment changes it: prices, costs and minutes are spread over the contract's phases in proportion,
/// and the phases that it moved, some with their first days, have their new days.
pub(super) async fn next(
    tx: &Tx,
    contract: &contract::Model,
    project: Id<project::Entity>,
    amendment: &contract_amendment::Model,
    moved: &HashMap<Id<phase::Entity>, bool>,
) -> Result<()> {
    let (last, mut rows) = known(tx, project).await?;
    let shift = TimeDelta::days(i64::from(amendment.shift_days));
    let too_large = || UserError::too_large("input.id", say!("the amounts are too large to be added up"));
    let mut own: Vec<&mut Row> = rows
        .iter_mut()
        .filter(|row| row.contract == contract.id)
        .collect();
    let prices = own.iter().map(|row| row.price).collect::<Vec<_>>();
    let minutes = own.iter().map(|row| i64::from(row.minutes)).collect::<Vec<_>>();
    let costs = own.iter().filter_map(|row| row.cost).collect::<Vec<_>>();
    let prices = spread(amendment.price_delta_minor, &prices).ok_or_else(too_large)?;
    let minutes = spread(i64::from(amendment.minutes_delta), &minutes).ok_or_else(too_large)?;
    let mut costs = spread(amendment.cost_delta_minor, &costs)
        .ok_or_else(too_large)?
        .into_iter();
    for ((row, price), minutes) in own.iter_mut().zip(prices).zip(minutes) {
        row.price = price;
        row.minutes = i32::try_from(minutes).map_err(|_too_large| too_large())?;
        if row.cost.is_some() {
            row.cost = costs.next();
        }
        if let Some(first_too) = moved.get(&row.phase) {
            row.starts_on = row
                .starts_on
                .map(|day| if *first_too { day + shift } else { day });
            row.ends_on = row.ends_on.map(|day| day + shift);
        }
    }
    let plan = Plan {
        contract,
        project,
        amendment: Some(amendment.id),
        last,
        reason: &amendment.reason,
        more: amendment.price_delta_minor,
        rows,
    };
    take(tx, plan).await
}

/// The last baseline of a project, and its phases.
async fn known(tx: &Tx, project: Id<project::Entity>) -> Result<(Option<baseline::Model>, Vec<Row>)> {
    let of_project = Condition::all().add(Column::ProjectId.eq(project));
    let last = tx
        .rows::<baseline::Entity>(of_project)
        .order_by_desc(Column::Number)
        .one(tx.connection().await?)
        .await?;
    let Some(last) = last else {
        return Ok((None, vec![]));
    };
    let of_last = Condition::all().add(baseline_row::Column::BaselineId.eq(last.id));
    let rows = tx
        .rows::<baseline_row::Entity>(of_last)
        .order_by_asc(baseline_row::Column::Position)
        .all(tx.connection().await?)
        .await?;
    let row = |row: baseline_row::Model| Row {
        contract: row.contract_id,
        phase: row.phase_id,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        cost: row.cost_minor,
        price: row.price_minor,
        minutes: row.minutes,
    };
    Ok((Some(last), rows.into_iter().map(row).collect()))
}

/// Values after a change that is spread over them in proportion; evenly when there is nothing to go by. None when one does not
/// fit, or would be less than nothing.
fn spread(delta: i64, values: &[i64]) -> Option<Vec<i64>> {
    if values.is_empty() {
        return Some(vec![]);
    }
    let even = vec![1; values.len()];
    let parts = allocate(delta, values).or_else(|| allocate(delta, &even))?;
    values
        .iter()
        .zip(parts)
        .map(|(value, part)| value.checked_add(part).filter(|sum| *sum >= 0))
        .collect()
}

async fn take(tx: &Tx, plan: Plan<'_>) -> Result<()> {
    let Plan {
        contract,
        project,
        amendment,
        last,
        reason,
        more,
        rows,
    } = plan;
    let sum = |mut amounts: Box<dyn Iterator<Item = i64> + '_>| amounts.try_fold(0_i64, i64::checked_add);
    let unsound = || Error::internal("a baseline that is not what was agreed");
    let price = sum(Box::new(rows.iter().map(|row| row.price))).ok_or_else(unsound)?;
    let before = last.as_ref().map_or(0, |last| last.price_minor);
    if Some(price) != before.checked_add(more) {
        return Err(unsound());
    }
    let cost = match rows.iter().map(|row| row.cost).collect::<Option<Vec<i64>>>() {
        Some(costs) => Some(sum(Box::new(costs.into_iter())).ok_or_else(unsound)?),
        None => None,
    };
    let minutes = rows.iter().map(|row| row.minutes).try_fold(0, i32::checked_add);
    let row = baseline::ActiveModel {
        project_id: Set(project),
        contract_id: Set(contract.id),
        amendment_id: Set(amendment),
        number: Set(last.map_or(1, |last| last.number.saturating_add(1))),
        reason: Set(reason.to_owned()),
        cost_minor: Set(cost),
        price_minor: Set(price),
        currency: Set(contract.currency),
        minutes: Set(minutes.ok_or_else(unsound)?),
        ..Default::default()
    };
    let baseline = tx.insert(row).await?;
    let mut position = 0_i32;
    for row in rows {
        position = position.saturating_add(1);
        let row = baseline_row::ActiveModel {
            baseline_id: Set(baseline.id),
            project_id: Set(project),
            contract_id: Set(row.contract),
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
        fn a_change_that_is_spread_is_there_to_the_last_unit(
            values in prop::collection::vec(0..1_000_000_i64, 1..20), part in 0..=10_000_i64, more in any::<bool>()
        ) {
            let sum: i64 = values.iter().sum();
            let delta = if more { part * 1_000 } else { -(sum * part / 10_000) };

            let after = spread(delta, &values).unwrap();

            prop_assert_eq!(after.iter().sum::<i64>(), sum + delta);
        }
    }
}
