use entity::{
    agency::OverrunPolicy,
    budget::{self, BudgetBasis, Column},
    budget_alert, budget_move, budget_version, client, commitment, overrun_decision, project,
};

use super::minutes;
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// What a project may cost, or sell for, or how long it may take.
#[rustfmt::skip]
pub(super) fn budget() -> Resource {
    resource::<budget::Entity>("What a project may cost, or sell for, or how long it may take. Amounts of a budget in minutes are in the fields whose names end in Minutes; of the others these are null.")
        .one::<project::Entity>("project", Column::ProjectId, "The project.").filter().group()
        .one::<client::Entity>("client", Column::ClientId, "The project's client.").filter().group()
        .choice::<BudgetBasis>(Column::Basis, "What it is measured in.").filter().group()
        .choice::<OverrunPolicy>(Column::OverrunPolicy, "What happens when a cost would exceed it.").filter().group()
        .computed("thresholdsBps", "[Int!]!", "Shares of what is approved that are reported once they are used, in hundredths of a percent.", [Column::ThresholdsBps], |row, _| row.json("thresholds_bps"))
        .field(Column::IncludeCommitted, "Whether open commitments count as used.")
        .one::<budget_version::Entity>("currentVersion", Column::CurrentVersionId, "The approved version; null before one is approved.")
        .money("approved", Column::Approved, Column::Currency, "What the approved version comes to.").needs(Right::Costs).sum()
        .computed("approvedMinutes", "Int", "What the approved version comes to.", [Column::Approved, Column::Currency], |row, _| minutes(row, "approved")).needs(Right::Costs)
        .money("consumed", Column::Consumed, Column::Currency, "What the ledger of the project holds.").needs(Right::Costs).sum()
        .computed("consumedMinutes", "Int", "What the ledger of the project holds.", [Column::Consumed, Column::Currency], |row, _| minutes(row, "consumed")).needs(Right::Costs)
        .money("committed", Column::Committed, Column::Currency, "What open commitments still hold.").needs(Right::Costs).sum()
        .computed("committedMinutes", "Int", "What open commitments still hold.", [Column::Committed, Column::Currency], |row, _| minutes(row, "committed")).needs(Right::Costs)
        .money("remaining", Column::Remaining, Column::Currency, "What is left: negative when more was used than approved. Null before a version is approved.").needs(Right::Costs).sum()
        .computed("remainingMinutes", "Int", "What is left: negative when more was used than approved. Null before a version is approved.", [Column::Remaining, Column::Currency], |row, _| minutes(row, "remaining")).needs(Right::Costs)
        .field(Column::IsOverrun, "Whether more was used than approved.").filter().group().needs(Right::Costs)
        .many::<budget_version::Entity>("versions", budget_version::Column::BudgetId, "All its versions, the last first.")
        .many::<budget_move::Entity>("moves", budget_move::Column::BudgetId, "What went from line to line.")
        .many::<commitment::Entity>("commitments", commitment::Column::BudgetId, "What is promised of it.").filter()
        .many::<overrun_decision::Entity>("overruns", overrun_decision::Column::BudgetId, "Costs beyond it.").filter()
        .many::<budget_alert::Entity>("alerts", budget_alert::Column::BudgetId, "What was reported of it.").filter()
        .record()
        .hides([Column::CreatedBy])
        .root("budget", "budgets")
}
