//! Root fields that write.

use entity::{billing_plan_item, contract, contract_amendment};

use super::{
    input::{
        BillingPlanItemTransitionInput, ContractAmendmentCreateInput, ContractAmendmentDecideInput,
        ContractAmendmentTransitionInput, ContractAmendmentUpdateInput, ContractCreateInput,
        ContractTransitionInput, ContractUpdateInput,
    },
    service,
};
use crate::{mutations, payload};

payload! {
    /// What came of a change of a contract.
    ContractPayload { contract: contract::Entity }
}

payload! {
    /// What came of a change of an amendment.
    ContractAmendmentPayload { contract_amendment: contract_amendment::Entity }
}

payload! {
    /// What came of a change of a part of a billing plan.
    BillingPlanItemPayload { billing_plan_item: billing_plan_item::Entity }
}

mutations! {
    /// Changes of contracts and their amendments.
    ContractsMutation {
        /// Makes a contract without a proposal: as a draft, or where the agency's policy allows it at once, with its project, phases, milestones, budget, billing plan and baseline.
        contract_create(ContractCreateInput) -> ContractPayload, "contracts:write", service::contract::create;
        /// Changes a contract: everything of a DRAFT, afterwards only what the client did not agree to.
        contract_update(ContractUpdateInput) -> ContractPayload, "contracts:write", service::contract::update;
        /// Takes a contract to another state. A DRAFT that becomes ACTIVE opens its project with all that belongs to it, where the agency's policy allows it without a proposal. An EXPIRED one becomes ACTIVE again by an amendment only.
        contract_transition(ContractTransitionInput) -> ContractPayload, "contracts:write", service::contract::transition;
        /// Writes a change of a contract. Nothing of it holds before the client has accepted it.
        contract_amendment_create(ContractAmendmentCreateInput) -> ContractAmendmentPayload, "contractAmendments:write", service::amendment::create;
        /// Rewrites an amendment that is a DRAFT.
        contract_amendment_update(ContractAmendmentUpdateInput) -> ContractAmendmentPayload, "contractAmendments:write", service::amendment::update;
        /// Shows an amendment to the client, or takes it back.
        contract_amendment_transition(ContractAmendmentTransitionInput) -> ContractAmendmentPayload, "contractAmendments:write", service::amendment::transition;
        /// What the client says to an amendment. Accepted, it changes contract, billing plan, budget, dates and baseline at once. A portal user who may sign decides for their company.
        contract_amendment_decide(ContractAmendmentDecideInput) -> ContractAmendmentPayload, "contractAmendments:write" | "contractAmendments:accept", service::decision::decide;
        /// Says that a part of a contract's price is due, or will not be billed.
        billing_plan_item_transition(BillingPlanItemTransitionInput) -> BillingPlanItemPayload, "billingPlanItems:write", service::billing::transition;
    }
}
