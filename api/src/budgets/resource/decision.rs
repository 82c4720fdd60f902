use entity::{
    budget, budget_version, cost_entry, membership,
    overrun_decision::{self, Column, OverrunStatus},
    project,
};

use super::{minutes, transitions};
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// A cost that went beyond a budget, or would have.
#[rustfmt::skip]
pub(super) fn overrun_decision() -> Resource {
    resource::<overrun_decision::Entity>("A cost that went beyond a budget, or would have: what became of it. It is recorded by the change that it is about.")
        .one::<budget::Entity>("budget", Column::BudgetId, "The budget.").filter().group()
        .one::<budget_version::Entity>("budgetVersion", Column::BudgetVersionId, "The version that was approved then.").filter()
        .one::<project::Entity>("project", Column::ProjectId, "The project.").filter().group()
        .choice::<OverrunStatus>(Column::Status, "What became of it.").filter().group()
        .transitions::<OverrunStatus>("[OverrunStatus!]!", Column::Status, transitions::<OverrunStatus>)
        .money("requested", Column::Requested, Column::Currency, "What the cost takes of the budget.").needs(Right::Costs)
        .computed("requestedMinutes", "Int", "What it takes of a budget in minutes.", [Column::Requested, Column::Currency], |row, _| minutes(row, "requested")).needs(Right::Costs)
        .money("remainingBefore", Column::Remaining, Column::Currency, "What was left before it.").needs(Right::Costs)
        .computed("remainingMinutesBefore", "Int", "What was left of a budget in minutes.", [Column::Remaining, Column::Currency], |row, _| minutes(row, "remaining")).needs(Right::Costs)
        .any_node("source", Column::SourceKind, Column::SourceId, "The record that the cost comes from; null when the caller may not see it.")
        .one::<cost_entry::Entity>("costEntry", Column::CostEntryId, "What was booked.")
        .one::<membership::Entity>("requestedBy", Column::RequestedBy, "Who made the cost; null for the system.").filter().group()
        .one::<membership::Entity>("decidedBy", Column::DecidedBy, "Who decided; null for the system.").filter()
        .field(Column::DecidedAt, "When it was decided.").filter().order()
        .field(Column::Reason, "Why it was decided so.")
        .field(Column::ExpiresAt, "Until when it waits for somebody to decide.").filter().order()
        .record()
        .hides([Column::Posting, Column::CreatedBy])
        .root("overrunDecision", "overrunDecisions")
}
