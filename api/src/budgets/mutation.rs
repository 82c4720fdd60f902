//! Root fields that write.

use entity::{budget, budget_version, overrun_decision};

use super::{
    input::{
        BudgetCreateInput, BudgetUpdateInput, BudgetVersionApproveInput, BudgetVersionCreateInput,
        BudgetVersionDiscardInput, OverrunDecisionDecideInput,
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
        /// Approves or refuses a cost beyond a budget. Approved, it is booked as it was asked for; refused, nothing is. Nobody but owners and managers decides on their own.
        overrun_decision_decide(OverrunDecisionDecideInput) -> OverrunDecisionPayload, "overrunDecisions:write", service::decision::decide;
    }
}
