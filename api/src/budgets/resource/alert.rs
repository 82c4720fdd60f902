use entity::{
    budget,
    budget_alert::{self, BudgetAlertKind, Column},
    budget_version, membership, overrun_decision, project,
};

use super::minutes;
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// Word that a budget is used up to a threshold, or beyond what was approved.
#[rustfmt::skip]
pub(super) fn budget_alert() -> Resource {
    resource::<budget_alert::Entity>("Word that a budget is used up to a threshold, or beyond what was approved. Each threshold is reported once in a version.")
        .one::<budget::Entity>("budget", Column::BudgetId, "The budget.").filter().group()
        .one::<budget_version::Entity>("budgetVersion", Column::BudgetVersionId, "The version that was approved then.").filter()
        .one::<project::Entity>("project", Column::ProjectId, "The project.").filter().group()
        .choice::<BudgetAlertKind>(Column::Kind, "What it tells of.").filter().group()
        .field(Column::ThresholdBps, "The threshold that was reached, in hundredths of a percent.")
        .one::<overrun_decision::Entity>("overrun", Column::OverrunDecisionId, "The cost beyond the budget.")
        .money("used", Column::Used, Column::Currency, "What was used at that moment.").needs(Right::Costs)
        .computed("usedMinutes", "Int", "What was used of a budget in minutes.", [Column::Used, Column::Currency], |row, _| minutes(row, "used")).needs(Right::Costs)
        .money("approved", Column::Approved, Column::Currency, "What was approved at that moment.").needs(Right::Costs)
        .computed("approvedMinutes", "Int", "What was approved in minutes.", [Column::Approved, Column::Currency], |row, _| minutes(row, "approved")).needs(Right::Costs)
        .field(Column::AcknowledgedAt, "When somebody took note of it.").filter().order()
        .one::<membership::Entity>("acknowledgedBy", Column::AcknowledgedBy, "Who took note of it.").filter()
        .record()
        .hides([Column::CreatedBy])
        .root("budgetAlert", "budgetAlerts")
}
