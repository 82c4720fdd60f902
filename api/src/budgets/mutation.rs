//! Root fields that write.

use entity::{budget, budget_line, budget_move, budget_version, commitment, overrun_decision};

use super::{
    input::{
        BudgetCreateInput, BudgetLineCreateInput, BudgetLinePeriodsSetInput, BudgetLineRemoveInput,
        BudgetLineUpdateInput, BudgetMoveCreateInput, BudgetUpdateInput, BudgetVersionApproveInput,
        BudgetVersionCreateInput, BudgetVersionDiscardInput, CommitmentCloseInput, CommitmentCreateInput,
        CommitmentReleaseInput, CommitmentUpdateInput, OverrunDecisionDecideInput,
    },
    service,
};
use crate::{mutations, payload};

payload! {
    /// What came of a change of a budget.
    BudgetPayload { budget: budget::Entity }
}

payload! {
    /// What came of a change of a version of a budget.
    BudgetVersionPayload { budget_version: budget_version::Entity }
}

payload! {
    /// What came of a change of a line of a budget.
    BudgetLinePayload { budget_line: budget_line::Entity }
}

payload! {
    /// What came of a move between lines of a budget.
    BudgetMovePayload { budget_move: budget_move::Entity }
}

payload! {
    /// What came of a change of a commitment.
    CommitmentPayload { commitment: commitment::Entity }
}

payload! {
    /// What came of a decision on a cost beyond a budget.
    OverrunDecisionPayload { overrun_decision: overrun_decision::Entity }
}

mutations! {
    /// Changes of budgets.
    BudgetMutation {
        /// Makes a budget of a project. It has no effect before a version of it is approved.
        budget_create(BudgetCreateInput) -> BudgetPayload, "budgets:write", service::budget::create;
        /// Changes what a budget does with costs beyond it, and what it reports.
        budget_update(BudgetUpdateInput) -> BudgetPayload, "budgets:write", service::budget::update;
        /// Drafts a version of a budget.
        budget_version_create(BudgetVersionCreateInput) -> BudgetVersionPayload, "budgetVersions:write", service::version::create;
        /// Approves a draft: it takes the place of the approved version.
        budget_version_approve(BudgetVersionApproveInput) -> BudgetVersionPayload, "budgetVersions:write", service::version::approve;
        /// Gives a draft up.
        budget_version_discard(BudgetVersionDiscardInput) -> BudgetVersionPayload, "budgetVersions:write", service::version::discard;
        /// Adds a line to a draft.
        budget_line_create(BudgetLineCreateInput) -> BudgetLinePayload, "budgetLines:write", service::line::create;
        /// Changes a line of a draft.
        budget_line_update(BudgetLineUpdateInput) -> BudgetLinePayload, "budgetLines:write", service::line::update;
        /// Takes a line out of a draft.
        budget_line_remove(BudgetLineRemoveInput) -> BudgetVersionPayload, "budgetLines:write", service::line::remove;
        /// Spreads a line over months, whose sum is the line.
        budget_line_periods_set(BudgetLinePeriodsSetInput) -> BudgetLinePayload, "budgetLines:write", service::period::set;
        /// Moves an amount from one line of the approved version to another. The total stays; months that the lines are spread over change in proportion.
        budget_move_create(BudgetMoveCreateInput) -> BudgetMovePayload, "budgetMoves:write", service::line_move::create;
        /// Promises money or time of a budget to somebody. Where commitments count in the budget it may refuse it, or want somebody to decide first.
        commitment_create(CommitmentCreateInput) -> CommitmentPayload, "commitments:write", service::commitment::create;
        /// Changes what is said of a commitment.
        commitment_update(CommitmentUpdateInput) -> CommitmentPayload, "commitments:write", service::commitment::update;
        /// Gives back a part of a commitment.
        commitment_release(CommitmentReleaseInput) -> CommitmentPayload, "commitments:write", service::commitment::release;
        /// Closes a commitment: what is left of it is given back. One that waits for a decision is taken back.
        commitment_close(CommitmentCloseInput) -> CommitmentPayload, "commitments:write", service::commitment::close;
        /// Approves or refuses a cost beyond a budget. Approved, it is booked as it was asked for; refused, nothing is. Nobody but owners and managers decides on their own.
        overrun_decision_decide(OverrunDecisionDecideInput) -> OverrunDecisionPayload, "overrunDecisions:write", service::decision::decide;
    }
}
