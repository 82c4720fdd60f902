use entity::{
    budget,
    budget_line::{self, Column as Line},
    budget_move::{self, Column as Move},
    budget_period::{self, Column as Period},
    budget_version, membership, phase, project,
};

use super::minutes;
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

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
        .many::<budget_period::Entity>("periods", Period::BudgetLineId, "How it is spread over months, whose sum is the line; none when it is not spread.")
        .record()
        .hides([Line::CreatedBy])
        .ordered("position", false)
        .root("budgetLine", "budgetLines")
}

/// What of a line is meant for one month.
#[rustfmt::skip]
pub(super) fn budget_period() -> Resource {
    resource::<budget_period::Entity>("What of a line of a budget is meant for one month.")
        .one::<budget_line::Entity>("budgetLine", Period::BudgetLineId, "The line.").filter().group()
        .one::<project::Entity>("project", Period::ProjectId, "The project.").filter()
        .field(Period::Month, "The first day of the month, in the agency's calendar.").filter().order().by_month()
        .money("amount", Period::Amount, Period::Currency, "How much.").needs(Right::Costs).sum()
        .computed("minutes", "Int", "How long, of a budget in minutes.", [Period::Amount, Period::Currency], |row, _| minutes(row, "amount")).needs(Right::Costs)
        .record()
        .ordered("month", false)
        .root("budgetPeriod", "budgetPeriods")
}

/// An amount that went from one line to another.
#[rustfmt::skip]
pub(super) fn budget_move() -> Resource {
    resource::<budget_move::Entity>("An amount that went from one line of an approved version to another: the total stayed.")
        .one::<budget::Entity>("budget", Move::BudgetId, "The budget.").filter()
        .one::<budget_version::Entity>("budgetVersion", Move::BudgetVersionId, "The version of the budget.").filter()
        .one::<project::Entity>("project", Move::ProjectId, "The project.").filter()
        .one::<budget_line::Entity>("fromLine", Move::FromLineId, "The line that gave it.").filter()
        .one::<budget_line::Entity>("toLine", Move::ToLineId, "The line that got it.").filter()
        .money("amount", Move::Amount, Move::Currency, "How much.").needs(Right::Costs)
        .computed("minutes", "Int", "How long, of a budget in minutes.", [Move::Amount, Move::Currency], |row, _| minutes(row, "amount")).needs(Right::Costs)
        .field(Move::Reason, "Why.")
        .one::<membership::Entity>("movedBy", Move::CreatedBy, "Who did it; null for the system.")
        .record()
        .root("budgetMove", "budgetMoves")
}
