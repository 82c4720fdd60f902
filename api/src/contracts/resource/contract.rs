use entity::{
    acceptance, baseline, billing_plan_item, client,
    contract::{self, Column, ContractStatus, ContractType},
    contract_amendment,
    contract_phase::{self, Column as Phase},
    membership, phase, project, proposal,
    proposal_phase::{self, PhaseBilling},
};

use super::transitions;
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// What a client and the agency agreed.
#[rustfmt::skip]
pub(super) fn contract() -> Resource {
    resource::<contract::Entity>("What a client and the agency agreed: what is done, for how much, and how it is paid.")
        .field(Column::Number, "Short and unique in the agency.").filter().order()
        .field(Column::Title, "What it is about.")
        .one::<client::Entity>("client", Column::ClientId, "The client.").filter().group()
        .one::<project::Entity>("project", Column::ProjectId, "The project that the work is done in; null while it is a draft that opens one.").filter()
        .one::<membership::Entity>("manager", Column::ManagerId, "Who runs the project that it opens.").filter()
        .one::<proposal::Entity>("proposal", Column::ProposalId, "The proposal that it came of.").filter()
        .one::<acceptance::Entity>("acceptance", Column::AcceptanceId, "The client's acceptance of that proposal.").filter()
        .choice::<ContractType>(Column::ContractType, "How the work is paid.").filter().order().group()
        .currency(Column::Currency, "The currency of its amounts.").filter().order().group()
        .money("value", Column::ValueMinor, Column::Currency, "What was agreed before tax, with all amendments that were accepted.").sum().needs(Right::Prices)
        .money("notToExceed", Column::NotToExceedMinor, Column::Currency, "What is never invoiced beyond.").needs(Right::Prices)
        .field(Column::BoundOn, "The day since when it binds; null while it is a draft.").filter().order()
        .field(Column::StartsOn, "The first day.").filter().order().by_month()
        .field(Column::EndsOn, "The last day.").filter().order()
        .field(Column::AutoRenew, "Whether it goes on unless somebody gives notice.")
        .field(Column::NoticeDays, "Days before its end by which notice is given.")
        .choice::<ContractStatus>(Column::Status, "How far it is.").filter().order().group()
        .field(Column::StatusReason, "Why it is so far.").needs(Right::Internal)
        .transitions::<ContractStatus>("[ContractStatus!]!", Column::Status, transitions::<ContractStatus>)
        .many::<contract_phase::Entity>("phases", contract_phase::Column::ContractId, "The parts of the work as they were agreed first, in their order.").filter()
        .many::<contract_amendment::Entity>("amendments", contract_amendment::Column::ContractId, "Changes of it, the latest first.").filter()
        .many::<billing_plan_item::Entity>("billingPlan", billing_plan_item::Column::ContractId, "The parts of its price and what makes them due.").filter()
        .many::<baseline::Entity>("baselines", baseline::Column::ContractId, "The plans of its project as they were agreed.").filter()
        .record()
        .hides([Column::CreatedBy])
        .root("contract", "contracts")
}

/// A part of the work as it was agreed.
#[rustfmt::skip]
pub(super) fn contract_phase() -> Resource {
    resource::<contract_phase::Entity>("A part of the work as it was agreed first. Amendments change the contract, and stand beside it.")
        .one::<contract::Entity>("contract", Phase::ContractId, "The contract.").filter()
        .one::<client::Entity>("client", Phase::ClientId, "The client.").filter()
        .one::<phase::Entity>("phase", Phase::PhaseId, "The phase of the project that it became; null while the contract is a draft.").filter()
        .one::<proposal_phase::Entity>("proposalPhase", Phase::ProposalPhaseId, "The phase of the proposal that it came of.").filter()
        .field(Phase::Position, "Its place in the contract.").order()
        .field(Phase::Name, "What it is called.")
        .field(Phase::Goal, "What it is to reach.")
        .field(Phase::StartsOn, "The first day.")
        .field(Phase::EndsOn, "The last day, which the client was told.")
        .money("price", Phase::PriceMinor, Phase::Currency, "What the client pays for it, before tax.").sum().needs(Right::Prices)
        .money("plannedCost", Phase::PlannedCostMinor, Phase::Currency, "What it is planned to cost; null when that is unknown.").sum().needs(Right::Costs)
        .field(Phase::Minutes, "How long it is planned to take.").needs(Right::Work)
        .texts(Phase::Deliverables, "What it delivers.")
        .field(Phase::AcceptanceCriteria, "What the client accepts it by.")
        .field(Phase::MilestoneName, "What is reached at its end.")
        .choice::<PhaseBilling>(Phase::Billing, "When it is paid.")
        .field(Phase::BillingBps, "The share that is paid when it begins, in hundredths of a percent.")
        .record()
        .hides([Phase::CreatedBy])
        .ordered("position", false)
        .root("contractPhase", "contractPhases")
}
