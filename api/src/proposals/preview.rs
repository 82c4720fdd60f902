//! What an acceptance would open, before anybody has accepted.

use async_graphql::SimpleObject;
use entity::{
    billing_plan_item::BillingTrigger,
    contract::ContractType,
    proposal_line, proposal_phase,
    value::{Date, Id, Money},
};

use super::totals::ProposalTotals;

/// What accepting would come to on this day. Nothing was accepted, and nobody is bound by it.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct AcceptancePreview {
    /// The options that would be taken.
    pub selected_line_ids: Vec<Id<proposal_line::Entity>>,
    /// What the proposal comes to with these options.
    pub totals: ProposalTotals,
    /// How the work would be paid.
    pub contract_type: ContractType,
    /// What would be agreed, before tax.
    pub value: Money,
    /// What would never be invoiced beyond, before tax.
    pub not_to_exceed: Option<Money>,
    /// The first day of the work.
    pub starts_on: Option<Date>,
    /// The last day of the work.
    pub ends_on: Option<Date>,
    /// The phases, in their order. Their prices add up to the value.
    pub phases: Vec<PreviewPhase>,
    /// What would be paid when, in its order. These add up to the value.
    pub billing_plan: Vec<PreviewPayment>,
}

/// A phase as it would be agreed.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct PreviewPhase {
    /// The phase of the proposal.
    pub proposal_phase_id: Option<Id<proposal_phase::Entity>>,
    /// What it is called.
    pub name: String,
    /// The first day.
    pub starts_on: Option<Date>,
    /// The last day.
    pub ends_on: Option<Date>,
    /// What the client would pay for it, before tax.
    pub price: Money,
}

/// A part of the price and when it would be paid.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct PreviewPayment {
    /// What it is for.
    pub name: String,
    /// What would make it due.
    pub billing_trigger: BillingTrigger,
    /// How much it is.
    pub amount: Money,
    /// The day it would be due, or is expected to be.
    pub due_on: Option<Date>,
}
