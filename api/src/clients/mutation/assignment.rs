use entity::account_assignment;

use crate::{
    clients::{
        input::{AccountAssignmentCreateInput, AccountAssignmentEndInput, AccountAssignmentUpdateInput},
        service,
    },
    mutations, payload,
};

payload! {
    /// What came of a change of an assignment.
    AccountAssignmentPayload { account_assignment: account_assignment::Entity }
}

mutations! {
    /// Changes of who answers for a client.
    AccountAssignmentMutation {
        /// Lets a colleague answer for a client. A lead ends the open lead the day they start.
        account_assignment_create(AccountAssignmentCreateInput) -> AccountAssignmentPayload, "accountAssignments:write", service::assignment::create;
        /// Changes the days of an assignment, or what is handed over with it.
        account_assignment_update(AccountAssignmentUpdateInput) -> AccountAssignmentPayload, "accountAssignments:write", service::assignment::update;
        /// Ends an assignment. It stays on record.
        account_assignment_end(AccountAssignmentEndInput) -> AccountAssignmentPayload, "accountAssignments:write", service::assignment::end;
    }
}
