//! What some fields and actions need beyond seeing a record, and who holds it: the other half of the policy table.

use entity::membership::Role;

/// What some fields and actions need beyond seeing the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Right {
    /// Amounts that concern the client's account.
    Finance,
    /// The agency's view of a client or a project: not for the client and not for freelancers.
    Internal,
    /// More of a client than its name: not for freelancers.
    Details,
    /// How much work something takes, and why it does not go on: not for the client.
    Work,
    /// What the client pays: not for freelancers and viewers.
    Prices,
    /// What things cost the agency, and what it earns: not for the client, specialists and freelancers.
    Costs,
    /// Pricing anew what was booked: for those who run the agency or its money.
    Repricing,
}

impl Right {
    /// All rights.
    pub const ALL: [Right; 7] = [
        Right::Finance,
        Right::Internal,
        Right::Details,
        Right::Work,
        Right::Prices,
        Right::Costs,
        Right::Repricing,
    ];

    /// The scope that callers see, as in `requiredScopes`.
    #[must_use]
    pub const fn scope(self) -> &'static str {
        match self {
            Right::Finance => "finance:read",
            Right::Internal => "internal:read",
            Right::Details => "details:read",
            Right::Work => "work:read",
            Right::Prices => "prices:read",
            Right::Costs => "costs:read",
            Right::Repricing => "costs:write",
        }
    }
}

/// Whether a role holds a right.
#[must_use]
#[expect(clippy::match_same_arms, reason = "a table is read line by line")]
pub const fn holds(role: Role, right: Right) -> bool {
    match (role, right) {
        (Role::Owner | Role::Manager, _) => true,
        (
            Role::Finance | Role::AccountManager,
            Right::Finance | Right::Internal | Right::Details | Right::Work | Right::Prices | Right::Costs,
        ) => true,
        (Role::Finance, Right::Repricing) => true,
        (Role::AccountManager, Right::Repricing) => false,
        (
            Role::ProjectManager,
            Right::Internal | Right::Details | Right::Work | Right::Prices | Right::Costs,
        ) => true,
        (Role::ProjectManager, Right::Finance | Right::Repricing) => false,
        (Role::Specialist, Right::Internal | Right::Details | Right::Work | Right::Prices) => true,
        (Role::Specialist, Right::Finance | Right::Costs | Right::Repricing) => false,
        (Role::Viewer, Right::Internal | Right::Details | Right::Work) => true,
        (Role::Viewer, Right::Finance | Right::Prices | Right::Costs | Right::Repricing) => false,
        (Role::Freelancer, Right::Work) => true,
        (
            Role::Freelancer,
            Right::Finance
            | Right::Internal
            | Right::Details
            | Right::Prices
            | Right::Costs
            | Right::Repricing,
        ) => false,
        (Role::Portal, Right::Details | Right::Prices) => true,
        (Role::Portal, Right::Finance | Right::Internal | Right::Work | Right::Costs | Right::Repricing) => {
            false
        }
    }
}
