use entity::{
    budget, budget_line, budget_move,
    budget_version::{self, BudgetVersionStatus, Column},
    membership, project,
};

use super::{minutes, transitions};
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// One state of a budget.
#[rustfmt::skip]
pub(super) fn budget_version() -> Resource {
    resource::<budget_version::Entity>("One state of a budget: drafted, approved, and superseded by the next. A budget has one approved version at most.")
        .one::<budget::Entity>("budget", Column::BudgetId, "The budget.").filter().group()
        .one::<project::Entity>("project", Column::ProjectId, "The project.").filter().group()
        .field(Column::Number, "1 for the first of the budget.").filter().order()
        .choice::<BudgetVersionStatus>(Column::Status, "How far it is.").filter().group()
        .transitions::<BudgetVersionStatus>("[BudgetVersionStatus!]!", Column::Status, transitions::<BudgetVersionStatus>)
        .field(Column::Reason, "Why it was made.")
        .money("total", Column::Total, Column::Currency, "The sum of its lines.").needs(Right::Costs)
        .computed("totalMinutes", "Int", "The sum of its lines, of a budget in minutes.", [Column::Total, Column::Currency], |row, _| minutes(row, "total")).needs(Right::Costs)
        .field(Column::ApprovedAt, "When it was approved.").filter().order()
        .one::<membership::Entity>("approvedBy", Column::ApprovedBy, "Who approved it; null for the system.")
        .many::<budget_line::Entity>("lines", budget_line::Column::BudgetVersionId, "Its parts, in their order.").filter()
        .many::<budget_move::Entity>("moves", budget_move::Column::BudgetVersionId, "What went from line to line since it was approved.")
        .record()
        .hides([Column::AmendmentId, Column::CreatedBy])
        .ordered("number", true)
        .root("budgetVersion", "budgetVersions")
}
