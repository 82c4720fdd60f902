use entity::{
    client, contract,
    contract_amendment::{self, AmendmentStatus, Column},
    membership,
};

use super::transitions;
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// A change of a contract.
#[rustfmt::skip]
pub(super) fn contract_amendment() -> Resource {
    resource::<contract_amendment::Entity>("A change of a contract: nothing of it holds before the client has accepted it.")
        .one::<contract::Entity>("contract", Column::ContractId, "The contract.").filter()
        .one::<client::Entity>("client", Column::ClientId, "The client.").filter()
        .field(Column::Number, "1, 2, 3, … within the contract.").filter().order()
        .field(Column::Title, "What it is about.")
        .field(Column::Reason, "Why the contract is changed.")
        .field(Column::Scope, "What is done more, less or otherwise.")
        .money("priceDelta", Column::PriceDeltaMinor, Column::Currency, "What the price changes by.").sum().needs(Right::Prices)
        .money("costDelta", Column::CostDeltaMinor, Column::Currency, "What the planned cost changes by.").sum().needs(Right::Costs)
        .field(Column::MinutesDelta, "What the planned minutes change by.").needs(Right::Work)
        .field(Column::ShiftDays, "Days that the dates told to the client move by.")
        .choice::<AmendmentStatus>(Column::Status, "How far it is.").filter().order().group()
        .field(Column::StatusReason, "Why it is so far.")
        .transitions::<AmendmentStatus>("[AmendmentStatus!]!", Column::Status, transitions::<AmendmentStatus>)
        .field(Column::SentAt, "When it was shown to the client.").filter().order()
        .field(Column::DecidedAt, "When the client decided.").filter().order()
        .one::<membership::Entity>("decidedBy", Column::DecidedBy, "Who accepted or declined it, or recorded that.").filter()
        .field(Column::SignedName, "The name that was signed with.")
        .field(Column::Address, "The network address that the decision came from.").needs(Right::Internal)
        .field(Column::UserAgent, "What the program of who decided calls itself.").needs(Right::Internal)
        .record()
        .hides([Column::CreatedBy])
        .ordered("number", true)
        .root("contractAmendment", "contractAmendments")
}
