//! Rules of alerts: each threshold is reported once in each version of a budget, each cost beyond it always.

use entity::{
    budget,
    budget_alert::{self, BudgetAlertKind, Column},
    budget_version, overrun_decision,
    value::Id,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use super::meter::used;
use crate::kernel::{error::Result, event::EventType, tx::Tx};

/// All of what was approved, in hundredths of a percent.
const WHOLE_BPS: i128 = 10_000;

/// Reports the thresholds that a budget has reached and that were not reported before.
pub(super) async fn watch(tx: &Tx, budget: &budget::Model) -> Result<()> {
    let (Some(version), Some(approved)) = (budget.current_version_id, budget.approved) else {
        return Ok(());
    };
    let used = used(budget)?;
    let is_reached = |threshold: &i32| {
        used > 0 && i128::from(used) * WHOLE_BPS >= i128::from(*threshold) * i128::from(approved)
    };
    let reached: Vec<i32> = thresholds(budget).into_iter().filter(is_reached).collect();
    if reached.is_empty() {
        return Ok(());
    }
    let version = Id::<budget_version::Entity>::of(version);
    let reported = Condition::all()
        .add(Column::BudgetVersionId.eq(version))
        .add(Column::ThresholdBps.is_not_null());
    let reported = tx
        .rows::<budget_alert::Entity>(reported)
        .all(tx.connection().await?)
        .await?;
    for threshold in reached {
        if !reported
            .iter()
            .any(|alert| alert.threshold_bps == Some(threshold))
        {
            raise(tx, budget, version, Cause::Threshold(threshold)).await?;
        }
    }
    Ok(())
}

/// Reports a cost that was booked beyond a budget.
pub(super) async fn overrun(
    tx: &Tx,
    budget: &budget::Model,
    decision: &overrun_decision::Model,
) -> Result<()> {
    raise(
        tx,
        budget,
        decision.budget_version_id,
        Cause::Overrun(decision.id),
    )
    .await
}

/// The thresholds of a budget.
pub(super) fn thresholds(budget: &budget::Model) -> Vec<i32> {
    let values = budget.thresholds_bps.as_array().into_iter().flatten();
    values
        .filter_map(|value| i32::try_from(value.as_i64()?).ok())
        .collect()
}

enum Cause {
    Threshold(i32),
    Overrun(Id<overrun_decision::Entity>),
}

async fn raise(
    tx: &Tx,
    budget: &budget::Model,
    version: Id<budget_version::Entity>,
    cause: Cause,
) -> Result<()> {
    let (kind, threshold, decision) = match cause {
        Cause::Threshold(threshold) => (BudgetAlertKind::Threshold, Some(threshold), None),
        Cause::Overrun(decision) => (BudgetAlertKind::Overrun, None, Some(decision)),
    };
    let row = budget_alert::ActiveModel {
        budget_id: Set(budget.id),
        budget_version_id: Set(version),
        project_id: Set(budget.project_id),
        kind: Set(kind),
        threshold_bps: Set(threshold),
        overrun_decision_id: Set(decision),
        used: Set(used(budget)?),
        approved: Set(budget.approved.unwrap_or(0)),
        currency: Set(budget.currency),
        ..Default::default()
    };
    let alert = tx.insert(row).await?;
    tx.tell(EventType::BudgetAlertRaised, &alert);
    Ok(())
}
