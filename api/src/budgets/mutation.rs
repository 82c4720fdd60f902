//! Root fields that write.

use entity::overrun_decision;

use super::{input::OverrunDecisionDecideInput, service};
use crate::{mutations, payload};

payload! {
    /// What came of a decision on a cost beyond a budget.
    OverrunDecisionPayload { overrun_decision: overrun_decision::Entity }
}

mutations! {
    /// Changes of budgets.
    BudgetMutation {
        /// Approves or refuses a cost beyond a budget. Approved, it is booked as it was asked for; refused, nothing is. Nobody but owners and managers decides on their own.
        overrun_decision_decide(OverrunDecisionDecideInput) -> OverrunDecisionPayload, "overrunDecisions:write", service::decision::decide;
    }
}
