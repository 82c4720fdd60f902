use entity::{
    billing_plan_item::{self, BillingStatus, BillingTrigger, Column},
    client, contract, phase,
};

use super::transitions;
use crate::{
    kernel::policy::Right,
    read::{Resource, resource},
};

/// A part of a contract's price.
#[rustfmt::skip]
pub(super) fn billing_plan_item() -> Resource {
    resource::<billing_plan_item::Entity>("A part of a contract's price and what makes it due. The parts add up to what was agreed.")
        .one::<contract::Entity>("contract", Column::ContractId, "The contract.").filter()
        .one::<client::Entity>("client", Column::ClientId, "The client.").filter()
        .one::<phase::Entity>("phase", Column::PhaseId, "The phase it is for.").filter()
        .field(Column::Position, "Its place in the plan.").order()
        .field(Column::Name, "What it is for.")
        .choice::<BillingTrigger>(Column::BillingTrigger, "What makes it due.").filter().order().group()
        .field(Column::PercentBps, "The share of its phase's price, in hundredths of a percent, where it is one.")
        .money("amount", Column::AmountMinor, Column::Currency, "How much it is.").sum().needs(Right::Prices)
        .field(Column::DueOn, "The day it is due, or expected to be.").filter().order().by_month()
        .choice::<BillingStatus>(Column::Status, "How far its billing is.").filter().order().group()
        .transitions::<BillingStatus>("[BillingStatus!]!", Column::Status, transitions::<BillingStatus>)
        .record()
        .hides([Column::CreatedBy])
        .ordered("position", false)
        .root("billingPlanItem", "billingPlanItems")
}
