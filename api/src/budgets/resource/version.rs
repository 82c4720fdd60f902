use entity::{
    budget,
    budget_line::{self, Column as Line},
    budget_version::{self, BudgetVersionStatus, Column},
    membership, phase, project,
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
        .many::<budget_line::Entity>("lines", Line::BudgetVersionId, "Its parts, in their order.").filter()
        .record()
        .hides([Column::AmendmentId, Column::CreatedBy])
        .ordered("number", true)
        .root("budgetVersion", "budgetVersions")
}

/// A part of a budget.
#[rustfmt::skip]
pub(super) fn budget_line() -> Resource {
    resource::<budget_line::Entity>("A part of a budget. A cost belongs to the line that fits it best: phase before category before work role.")
        .one::<budget_version::Entity>("budgetVersion", Line::BudgetVersionId, "The version of the budget.").filter().group()
        .one::<budget::Entity>("budget", Line::BudgetId, "The budget.").filter()
        .one::<project::Entity>("project", Line::ProjectId, "The project.").filter()
        .field(Line::Position, "Its place in the version.").order()
        .one::<phase::Entity>("phase", Line::PhaseId, "The phase it is for; null for all that no other line is for.").filter().group()
        .field(Line::Category, "The category it is for.").filter().group()
        .field(Line::WorkRole, "The name of the work role it is for.")
        .field(Line::Contingency, "Whether it is set aside for surprises: no cost belongs to it, moves take from it.").filter().group()
        .field(Line::Note, "What it is for.")
        .money("amount", Line::Amount, Line::Currency, "How much.").needs(Right::Costs).sum()
        .computed("minutes", "Int", "How long, of a budget in minutes.", [Line::Amount, Line::Currency], |row, _| minutes(row, "amount")).needs(Right::Costs)
        .record()
        .hides([Line::CreatedBy])
        .ordered("position", false)
        .root("budgetLine", "budgetLines")
}
